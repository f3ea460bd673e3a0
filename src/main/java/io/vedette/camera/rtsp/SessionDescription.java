package io.vedette.camera.rtsp;

import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.text.Count;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The video part of a session description (RFC 8866), reduced to what decoding needs: no address,
 * no key, no other stream. Immutable.
 *
 * @param text description of the one stream
 * @param sessionControl URL of the whole session, where it is a URL
 * @param streamControl URL of the stream, whole or relative; empty where there is none
 */
record SessionDescription(String text, Optional<String> sessionControl, String streamControl) {
  /** The size of the largest description that is accepted, in bytes; usual ones have 1–4 KiB. */
  static final int LARGEST = 64 << 10;

  // FFmpeg reads no more.
  private static final int LARGEST_TEXT = 16_000;
  private static final int LONGEST_CONTROL = 2048;
  private static final Pattern MEDIA = Pattern.compile("m=(\\w+) \\S+ \\S+ (\\d{1,3})(?: .*)?");
  private static final Pattern CONTROL = Pattern.compile("a=control:\\s*(\\p{Graph}*)\\s*");
  private static final Pattern URL = Pattern.compile("rtsps?://.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern VALUE = Pattern.compile("[\\p{Graph} ]*");

  /** The names of RTP payloads with video that FFmpeg depacketises and this program decodes. */
  private static final Set<String> ENCODINGS =
      Set.of(
          "H264", "H265", "JPEG", "MP4V-ES", "VP8", "VP9", "AV1", "H263-1998", "H263-2000", "MPV");

  // RFC 3551: JPEG, MPEG video, H.263.
  private static final Map<String, String> STATIC =
      Map.of("26", "JPEG", "32", "MPV", "34", "H263-1998");

  /**
   * Picks the first video stream that can be decoded.
   *
   * @throws LinkFailure when there is none
   */
  static SessionDescription of(byte[] body) {
    List<String> lines = new String(body, StandardCharsets.UTF_8).lines().toList();
    int first = next(lines, 0);
    List<Media> videos = new ArrayList<>();
    for (int from = first; from < lines.size(); from = next(lines, from + 1)) {
      Media media = Media.of(lines.subList(from, next(lines, from + 1)));
      if (media.isVideo()) {
        videos.add(media);
      }
    }
    return videos.stream()
        .filter(media -> ENCODINGS.contains(media.encoding()))
        .findFirst()
        .orElseThrow(() -> unreadable(videos))
        .alone(firstControl(lines.subList(0, first)));
  }

  private static LinkFailure unreadable(List<Media> videos) {
    return new LinkFailure(
        Kind.UNSUPPORTED_CODEC,
        videos.isEmpty() ? "has no video stream" : "has no video in a supported codec");
  }

  private static Optional<String> firstControl(List<String> lines) {
    return lines.stream().flatMap(line -> control(line).stream()).findFirst();
  }

  private static int next(List<String> lines, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).startsWith("m=")) {
        return i;
      }
    }
    return lines.size();
  }

  private static Optional<String> control(String line) {
    Matcher matcher = CONTROL.matcher(line);
    return matcher.matches() && matcher.group(1).length() <= LONGEST_CONTROL
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  /** The lines of one stream. */
  private record Media(String kind, String payload, List<String> lines) {
    private static Media of(List<String> lines) {
      Matcher matcher = MEDIA.matcher(lines.get(0).strip());
      return matcher.matches()
          ? new Media(matcher.group(1), matcher.group(2), lines)
          : new Media("", "", lines);
    }

    private boolean isVideo() {
      return kind.equals("video");
    }

    private String encoding() {
      return attribute("rtpmap")
          .map(value -> value.split("[ /]+"))
          .filter(parts -> parts.length > 1)
          .map(parts -> parts[1].toUpperCase(Locale.ROOT))
          .orElseGet(() -> STATIC.getOrDefault(payload, ""));
    }

    /** The value of an attribute of this payload, with the payload's number in front. */
    private Optional<String> attribute(String name) {
      String start = "a=" + name + ":" + payload + " ";
      return lines.stream()
          .map(String::strip)
          .filter(line -> line.startsWith(start) && VALUE.matcher(line).matches())
          .map(line -> line.substring(name.length() + 3))
          .findFirst();
    }

    private SessionDescription alone(Optional<String> sessionControl) {
      List<String> kept = new ArrayList<>(List.of("v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=-", "t=0 0"));
      kept.add("m=video 0 RTP/AVP " + payload);
      for (String name : List.of("rtpmap", "fmtp", "framesize")) {
        attribute(name).ifPresent(value -> kept.add("a=" + name + ":" + value));
      }
      String text = String.join("\r\n", kept) + "\r\n";
      if (text.length() > LARGEST_TEXT) {
        throw new LinkFailure(
            Kind.EXCESSIVE, "describes its video in more than " + Count.bytes(LARGEST_TEXT));
      }
      return new SessionDescription(
          text,
          sessionControl.filter(found -> URL.matcher(found).matches()),
          firstControl(lines).orElse(""));
    }
  }

  /** The URL for SETUP, composed as FFmpeg composes it: that is what cameras are tested with. */
  String streamUrl(String base) {
    if (URL.matcher(streamControl).matches()) {
      return streamControl;
    }
    if (streamControl.isEmpty() || streamControl.equals("*")) {
      return base;
    }
    return base.endsWith("/") ? base + streamControl : base + "/" + streamControl;
  }
}
