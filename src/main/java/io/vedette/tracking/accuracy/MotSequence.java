package io.vedette.tracking.accuracy;

import io.vedette.geometry.Size;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The description of a sequence of the MOT Challenge in its {@code seqinfo.ini}. Immutable.
 *
 * @param name as {@code MOT17-04-SDP}; empty when it does not say
 * @param fps frames per second
 * @param picture size of its pictures
 */
public record MotSequence(String name, double fps, Size picture) {
  private static final double DEFAULT_FPS = 25;
  private static final Size DEFAULT_PICTURE = new Size(1920, 1080);

  public MotSequence {
    if (!(fps > 0 && Double.isFinite(fps))) {
      throw new IllegalArgumentException("expected frames per second above 0, found " + fps);
    }
  }

  /**
   * The sequence of a file such as {@code gt/gt.txt}, described beside it or a folder up.
   *
   * @throws IllegalArgumentException when a value is wrong
   */
  public static MotSequence of(Path file) throws IOException {
    Properties values = new Properties();
    Path folder = file.toAbsolutePath().getParent();
    for (int up = 0; up < 2 && folder != null && values.isEmpty(); up++) {
      Path found = folder.resolve("seqinfo.ini");
      if (Files.exists(found)) {
        try (Reader reader = Files.newBufferedReader(found)) {
          values.load(reader);
        }
      }
      folder = folder.getParent();
    }
    return new MotSequence(
        values.getProperty("name", "").strip(),
        number(values, "frameRate", DEFAULT_FPS),
        new Size(
            (int) number(values, "imWidth", DEFAULT_PICTURE.width()),
            (int) number(values, "imHeight", DEFAULT_PICTURE.height())));
  }

  public MotSequence withFps(double other) {
    return new MotSequence(name, other, picture);
  }

  public MotSequence withPicture(Size other) {
    return new MotSequence(name, fps, other);
  }

  private static double number(Properties values, String key, double otherwise) {
    String text = values.getProperty(key);
    try {
      return text == null ? otherwise : Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "seqinfo.ini: " + key + ": expected a number, found \"" + text + "\"", e);
    }
  }
}
