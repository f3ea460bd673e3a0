package io.vedette.camera.rtsp;

import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The transport that a camera agreed to. Immutable.
 *
 * @param rtpChannel channel of interleaved RTP packets
 * @param rtcpChannel channel of interleaved RTCP packets; by default the one after {@code
 *     rtpChannel}
 * @param rtpPort the camera's port over UDP; 0 where it does not say
 */
record TransportHeader(boolean isTcp, int rtpChannel, int rtcpChannel, int rtpPort) {
  private static final Pattern CHANNELS =
      Pattern.compile("interleaved=(\\d{1,3})(?:-(\\d{1,3}))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern SERVER =
      Pattern.compile("server_port=(\\d{1,5})", Pattern.CASE_INSENSITIVE);
  private static final int LARGEST_PORT = 65_534;

  /**
   * Reads the header of an answer.
   *
   * @throws LinkFailure when it is missing, or the camera chose multicast
   */
  static TransportHeader parse(Optional<String> header) {
    String text = header.orElse("");
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("rtp/avp") || lower.contains("multicast")) {
      throw new LinkFailure(Kind.CORRUPT, "accepts none of the requested transports");
    }
    boolean isTcp = lower.contains("interleaved=") || lower.startsWith("rtp/avp/tcp");
    int rtp = number(CHANNELS.matcher(text), 1, 0);
    int rtcp = number(CHANNELS.matcher(text), 2, rtp + 1);
    int port = number(SERVER.matcher(text), 1, 0);
    return new TransportHeader(isTcp, rtp, rtcp, port > LARGEST_PORT ? 0 : port);
  }

  private static int number(Matcher matcher, int group, int otherwise) {
    return matcher.find() && matcher.group(group) != null
        ? Integer.parseInt(matcher.group(group))
        : otherwise;
  }
}
