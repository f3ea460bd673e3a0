package io.vedette.camera.rtsp;

/** The RTP and RTCP packets of a session, over either transport. Confined to one thread. */
interface RtpPackets extends AutoCloseable {
  /** The size of the largest packet, in bytes. */
  int LARGEST = 1 << 16;

  /**
   * Waits for the next packet.
   *
   * @param into receives the packet, from its beginning; has at least {@link #LARGEST} bytes
   * @return its length in bytes
   * @throws io.vedette.camera.link.LinkFailure at the end of the session
   */
  int read(byte[] into);

  @Override
  void close();
}
