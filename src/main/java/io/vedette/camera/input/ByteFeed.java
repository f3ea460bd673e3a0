package io.vedette.camera.input;

/** A source of bytes for FFmpeg. Confined to the reading thread. */
@FunctionalInterface
interface ByteFeed {
  /** The result of {@link #read} for no bytes yet, with which FFmpeg's call returns. */
  int LATER = -1;

  /**
   * Waits for bytes.
   *
   * @param into receives the bytes, from its beginning
   * @param most largest number of bytes
   * @return their number; 0 at the end, or {@link #LATER}
   * @throws io.vedette.runtime.Failure when no more will come, for another reason than the end
   */
  int read(byte[] into, int most);
}
