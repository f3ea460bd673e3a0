package io.vedette.camera.rtsp;

/** The RTP and RTCP packets of a session, over either transport. Confined to one thread. */
interface RtpPackets extends AutoCloseable {
  /** Room that the largest packet needs. */
  int LARGEST = 1 << 16;

  /**
   * Waits for the next packet.
   *
   * @param into takes it, from the beginning; of at least {@link #LARGEST} bytes
   * @return its length
   * @throws io.vedette.camera.link.LinkFailure at the end of the session
   */
  int read(byte[] into);

  @Override
  void close();
}
