package io.vedette.cli.option;

import java.io.IOException;
import java.nio.file.Path;

/** A standard stream of this process. */
public enum StandardStream {
  OUT("/dev/stdout"),
  ERR("/dev/stderr");

  private final Path device;

  StandardStream(String device) {
    this.device = Path.of(device);
  }

  /** Whether the stream is a terminal. */
  public boolean isTerminal() {
    try {
      Path real = device.toRealPath();
      return real.startsWith("/dev/pts") || real.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
