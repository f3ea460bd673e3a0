package io.vedette.camera.input;

/**
 * The repair of H.265 RTP packets that carry a whole unit as a single fragment, as some cameras
 * send units that just fit (RFC 7798 forbids it, and FFmpeg drops them). Thread-safe.
 */
final class WholeFragment {
  private static final int HEADER = 12;
  private static final int EXTENSIONS = 0x1f;
  private static final int FRAGMENT = 49;
  private static final int TYPE = 0x3f;
  private static final int OTHER_BITS = 0x81;
  private static final int START_AND_END = 0xc0;
  private static final int UNIT_HEADER = 2;

  private WholeFragment() {}

  /**
   * Rewrites such a packet in place as one of a single unit; leaves all others.
   *
   * @return the packet's new length
   */
  static int undo(byte[] packet, int length) {
    int content = HEADER + UNIT_HEADER;
    boolean isPlain = length > content + 1 && (packet[0] & EXTENSIONS) == 0;
    if (!isPlain
        || (packet[HEADER] >> 1 & TYPE) != FRAGMENT
        || (packet[content] & START_AND_END) != START_AND_END) {
      return length;
    }
    packet[HEADER] = (byte) ((packet[HEADER] & OTHER_BITS) | ((packet[content] & TYPE) << 1));
    System.arraycopy(packet, content + 1, packet, content, length - content - 1);
    return length - 1;
  }
}
