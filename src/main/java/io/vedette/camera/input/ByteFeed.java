package io.vedette.camera.input;

/** A source of bytes for FFmpeg. Confined to the reading thread. */
@FunctionalInterface
interface ByteFeed {
  /** In place of a count: there are none yet, and FFmpeg is to return. */
  int LATER = -1;

  /**
   * Waits for bytes.
   *
   * @param into takes them, from the beginning
   * @param most how many there is room for
   * @return how many; 0 at the end, or {@link #LATER}
   * @throws io.vedette.runtime.Failure when there are none and will be none
   */
  int read(byte[] into, int most);
}
