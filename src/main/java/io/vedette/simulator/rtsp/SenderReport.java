package io.vedette.simulator.rtsp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** RTCP sender reports (RFC 3550, section 6.4.1) with the sender's name. */
public final class SenderReport {
  private static final int REPORT_TYPE = 200;
  private static final int SOURCE_DESCRIPTION_TYPE = 202;
  private static final int VERSION = 0x80;
  private static final long NTP_OFFSET_SECONDS = 2_208_988_800L;
  private static final byte[] NAME = "vedette".getBytes(StandardCharsets.US_ASCII);

  private SenderReport() {}

  /**
   * The report's bytes.
   *
   * @param source the stream's SSRC
   * @param capturedAt the capture time of the picture with this time stamp
   * @param timestamp the RTP time stamp
   * @param packets sent so far
   * @param bytes bytes of payload sent so far
   */
  public static byte[] encode(
      int source, Instant capturedAt, int timestamp, long packets, long bytes) {
    ByteBuffer report = ByteBuffer.allocate(28 + 20);
    report.put((byte) VERSION).put((byte) REPORT_TYPE).putShort((short) 6).putInt(source);
    report.putInt((int) (capturedAt.getEpochSecond() + NTP_OFFSET_SECONDS));
    report.putInt((int) ((capturedAt.getNano() * (1L << 32)) / 1_000_000_000L));
    report.putInt(timestamp).putInt((int) packets).putInt((int) bytes);
    report.put((byte) (VERSION | 1)).put((byte) SOURCE_DESCRIPTION_TYPE).putShort((short) 4);
    report.putInt(source).put((byte) 1).put((byte) NAME.length).put(NAME);
    return report.array();
  }
}
