package io.vedette.camera;

/** Bytes for FFmpeg to read. Confined to the reading thread. */
@FunctionalInterface
interface ByteFeed {
  /**
   * Waits for bytes.
   *
   * @param into takes them, from the beginning
   * @param most how many there is room for
   * @return how many; 0 at the end
   * @throws io.vedette.runtime.Failure when there are none and will be none
   */
  int read(byte[] into, int most);
}
