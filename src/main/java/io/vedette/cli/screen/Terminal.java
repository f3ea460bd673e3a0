package io.vedette.cli.screen;

import io.vedette.cli.option.StandardStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal of standard output. */
final class Terminal {
  private static final Size USUAL = new Size(24, 80);
  private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");
  private static final int LEAST = 20;

  /** A size in characters. */
  record Size(int rows, int columns) {}

  private Terminal() {}

  /** Whether lines on the terminal can be overwritten. */
  static boolean isThere() {
    return StandardStream.OUT.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** The present size; 24 by 80 when the terminal does not report it. */
  static Size size() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String said = new String(stty.getInputStream().readNBytes(100), StandardCharsets.US_ASCII);
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
      }
      Matcher found = SIZE.matcher(said);
      boolean isKnown = found.matches() && Integer.parseInt(found.group(2)) >= LEAST;
      return isKnown
          ? new Size(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)))
          : USUAL;
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }
}
