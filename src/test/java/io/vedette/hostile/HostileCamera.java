package io.vedette.hostile;

import static io.vedette.hostile.HttpConduct.http;
import static io.vedette.hostile.HttpConduct.multipart;
import static io.vedette.hostile.RtspConduct.playing;
import static io.vedette.hostile.RtspConduct.rtsp;

import io.vedette.camera.report.CameraFailure.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * The cameras that are tried: what each does, and what its reader must make of it. The same table
 * is in docs/reliability.md.
 */
public enum HostileCamera {
  // What a camera may cost, over HTTP.
  HTTP_SILENT("http://", Visit::waitForEver, Reason.UNREACHABLE),
  HTTP_CLOSED_AT_ONCE("http://", visit -> {}, Reason.ENDED, Reason.UNREACHABLE),
  HTTP_DRIPPING_HEADER(
      "http://", visit -> visit.drip("HTTP/1.1 200 OK\r\nX: y"), Reason.UNREACHABLE),
  HTTP_ENDLESS_HEADER_LINE(
      "http://",
      visit -> visit.send("HTTP/1.1 200 OK\r\nX: ").sendForEver(bytes("a")),
      Reason.EXCESSIVE),
  HTTP_ENDLESS_HEADERS(
      "http://",
      visit -> visit.send("HTTP/1.1 200 OK\r\n").sendForEver(bytes("X: y\r\n")),
      Reason.EXCESSIVE),
  HTTP_NO_HTTP("http://", visit -> visit.sendForEver(bytes("SSH-2.0\r\n\r\n")), Reason.CORRUPT),
  HTTP_NEGATIVE_LENGTH(
      "http://", http("Content-Length: -1\r\n\r\n", Visit::waitForEver), Reason.CORRUPT),
  HTTP_VAST_LENGTH_OF_NOTHING(
      "http://",
      http("Content-Length: 999999999999999\r\n\r\n", visit -> visit.sendForEver(new byte[65536])),
      Reason.CORRUPT,
      Reason.EXCESSIVE,
      Reason.UNREACHABLE),
  HTTP_GZIP_BOMB(
      "http://",
      http("Content-Encoding: gzip\r\n\r\n", visit -> visit.sendForEver(HttpConduct.zeros())),
      Reason.UNSUPPORTED_CODEC),
  HTTP_VAST_CHUNK(
      "http://",
      http("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", Visit::waitForEver),
      Reason.CORRUPT),
  HTTP_ENDLESS_CHUNK_LINE(
      "http://",
      http("Transfer-Encoding: chunked\r\n\r\n", visit -> visit.sendForEver(bytes("0"))),
      Reason.CORRUPT),
  HTTP_CHUNKS_OF_ONE_BYTE(
      "http://",
      http(
          "Content-Type: multipart/x-mixed-replace;boundary=b\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n",
          visit -> visit.sendForEver(bytes("1\r\n-\r\n"))),
      Reason.EXCESSIVE,
      Reason.CORRUPT,
      Reason.UNREACHABLE),
  HTTP_BODY_WITHOUT_BOUNDARY(
      "http://", multipart(visit -> visit.sendForEver(bytes("nothing "))), Reason.CORRUPT),
  HTTP_VAST_PART(
      "http://",
      multipart(
          visit ->
              visit
                  .send("--b\r\nContent-Type: image/jpeg\r\nContent-Length: 1400000000\r\n\r\n")
                  .sendForEver(new byte[65536])),
      Reason.EXCESSIVE),
  HTTP_PART_WITHOUT_END(
      "http://",
      multipart(
          visit ->
              visit.send("--b\r\nContent-Type: image/jpeg\r\n\r\n").sendForEver(new byte[65536])),
      Reason.CORRUPT),
  HTTP_PICTURE_WITHOUT_END(
      "http://",
      multipart(visit -> visit.send(HttpConduct.START_OF_SCAN).sendForEver(new byte[65536])),
      Reason.EXCESSIVE),
  HTTP_PICTURE_OF_ENDLESS_SEGMENTS(
      "http://",
      multipart(
          visit -> visit.send(bytes("\u00ff\u00d8")).sendForEver(HttpConduct.segment(65_535))),
      Reason.EXCESSIVE),
  HTTP_LARGE_PICTURES_OF_NOTHING(
      "http://",
      multipart(visit -> HttpConduct.pictures(visit, HttpConduct.largeJpeg())),
      Reason.CORRUPT,
      Reason.EXCESSIVE),
  HTTP_PICTURES_OF_FOUR_BYTES(
      "http://",
      multipart(visit -> visit.sendForEver(bytes("\u00ff\u00d8\u00ff\u00d9"))),
      Reason.EXCESSIVE,
      Reason.CORRUPT),
  HTTP_PART_WITH_ENDLESS_HEADERS(
      "http://",
      multipart(visit -> visit.send("--b\r\n").sendForEver(bytes("X-Header: value\r\n"))),
      Reason.CORRUPT),
  HTTP_DRIPPING_PART(
      "http://",
      multipart(visit -> visit.drip("--b\r\nContent-Type: image/jpeg\r\n\r\nx")),
      Reason.UNREACHABLE,
      Reason.STALLED),
  HTTP_ONE_PICTURE_AT_A_TIME(
      "http://", multipart(HttpConduct::onePicture), Reason.ENDED, Reason.CORRUPT),
  HTTP_VAST_JPEG(
      "http://",
      multipart(visit -> HttpConduct.pictures(visit, HttpConduct.vastJpeg())),
      Reason.CORRUPT,
      Reason.EXCESSIVE),
  HTTP_TWENTY_THOUSAND_TINY_PARTS_A_SECOND(
      "http://",
      multipart(
          visit ->
              visit.sendForEver(
                  bytes("--b\r\nContent-Type: image/jpeg\r\nContent-Length: 1\r\n\r\nx\r\n"))),
      Reason.CORRUPT,
      Reason.EXCESSIVE,
      Reason.STALLED),
  HTTP_VIDEO_WITH_A_VAST_INDEX(
      "http://",
      http(
          "Content-Type: video/mp4\r\n\r\n",
          visit -> visit.send(HttpConduct.vastIndex()).waitForEver()),
      Reason.CORRUPT,
      Reason.UNREACHABLE),
  HTTP_TRANSPORT_STREAM_OF_ONE_PICTURE(
      "http://",
      http("Content-Type: video/mp2t\r\n\r\n", HttpConduct::endlessTransport),
      Reason.EXCESSIVE),
  HTTP_H264_PICTURE_WITHOUT_END(
      "http://",
      http("Content-Type: video/h264\r\n\r\n", HttpConduct::endlessH264),
      Reason.EXCESSIVE),
  HTTP_FLV_TAG_OF_16_MIB(
      "http://",
      http("Content-Type: video/x-flv\r\n\r\n", HttpConduct::vastTag),
      Reason.EXCESSIVE,
      Reason.STALLED),
  HTTP_STREAM_OF_THOUSANDS(
      "http://",
      http(
          "Content-Type: video/mp2t\r\n\r\n",
          visit -> visit.sendForEver(HttpConduct.manyStreams())),
      Reason.EXCESSIVE,
      Reason.UNREACHABLE,
      Reason.STALLED,
      Reason.CORRUPT,
      Reason.UNSUPPORTED_CODEC),

  // What a camera may cost, over RTSP.
  RTSP_SILENT("rtsp://", Visit::waitForEver, Reason.UNREACHABLE),
  RTSP_CLOSED_AT_ONCE("rtsp://", visit -> {}, Reason.ENDED, Reason.UNREACHABLE),
  RTSP_DRIPPING_ANSWER(
      "rtsp://", visit -> visit.drip("RTSP/1.0 200 OK\r\nX: y"), Reason.UNREACHABLE),
  RTSP_ENDLESS_HEADER_LINE(
      "rtsp://",
      visit -> visit.send("RTSP/1.0 200 OK\r\nX: ").sendForEver(bytes("a")),
      Reason.EXCESSIVE),
  RTSP_ENDLESS_HEADERS(
      "rtsp://",
      visit -> visit.send("RTSP/1.0 200 OK\r\n").sendForEver(bytes("X: y\r\n")),
      Reason.EXCESSIVE),
  RTSP_ENDLESS_EMPTY_LINES("rtsp://", visit -> visit.sendForEver(bytes("\r\n")), Reason.EXCESSIVE),
  RTSP_ASKS_INSTEAD_OF_ANSWERING(
      "rtsp://",
      visit -> visit.sendForEver(bytes("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n")),
      Reason.EXCESSIVE,
      Reason.UNREACHABLE),
  RTSP_VAST_BODY(
      "rtsp://",
      rtsp(
          "DESCRIBE",
          "200 OK",
          "Content-Length: 2000000000",
          visit -> visit.sendForEver(new byte[65536])),
      Reason.EXCESSIVE),
  RTSP_DRIPPING_DESCRIPTION(
      "rtsp://",
      rtsp("DESCRIBE", "200 OK", "Content-Length: 5000", visit -> visit.drip("v=0\r\nm")),
      Reason.UNREACHABLE),
  RTSP_THOUSANDS_OF_SOUND_TRACKS(
      "rtsp://", RtspConduct.described(RtspConduct.manyTracks()), Reason.UNSUPPORTED_CODEC),
  RTSP_VAST_PARAMETER_SETS(
      "rtsp://", RtspConduct.described(RtspConduct.vastParameters()), Reason.EXCESSIVE),
  RTSP_PACKETS_OF_UNKNOWN_CHANNELS(
      "rtsp://",
      playing("H264", visit -> visit.sendForEver(Rtp.interleave(77, new byte[60_000]))),
      Reason.EXCESSIVE),
  RTSP_EMPTY_PACKETS(
      "rtsp://",
      playing("H264", visit -> visit.sendForEver(Rtp.interleave(0, new byte[0]))),
      Reason.EXCESSIVE),
  RTSP_NOISE(
      "rtsp://",
      playing("H264", RtspConduct::noise),
      Reason.EXCESSIVE,
      Reason.CORRUPT,
      Reason.STALLED),
  RTSP_DRIPPING_PACKET(
      "rtsp://",
      playing("H264", visit -> visit.drip("$\0\u00ff\u00ff\u0080\u0060x")),
      Reason.STALLED),
  RTSP_PICTURE_WITHOUT_END(
      "rtsp://", playing("H264", RtspConduct::endlessPicture), Reason.EXCESSIVE),
  RTSP_JPEG_WITHOUT_END("rtsp://", playing("JPEG", RtspConduct::endlessJpeg), Reason.EXCESSIVE),
  RTSP_TINY_PICTURES_OF_64_MEGAPIXELS(
      "rtsp://",
      playing("H264", visit -> RtspConduct.bomb(visit, 8000, 8000, 16)),
      Reason.CORRUPT,
      Reason.EXCESSIVE),
  RTSP_TINY_PICTURES_OF_35_MEGAPIXELS(
      "rtsp://",
      playing("H264", visit -> RtspConduct.bomb(visit, 8192, 4352, 16)),
      Reason.CORRUPT,
      Reason.EXCESSIVE),
  RTSP_TINY_PICTURES_OF_268_MEGAPIXELS(
      "rtsp://",
      playing("H264", visit -> RtspConduct.bomb(visit, 16384, 16384, 16)),
      Reason.CORRUPT,
      Reason.EXCESSIVE),
  RTSP_ANOTHER_SIZE_IN_EACH_PICTURE(
      "rtsp://", playing("H264", RtspConduct::sizes), Reason.CORRUPT, Reason.EXCESSIVE),
  RTSP_VP8_OF_268_MEGAPIXELS(
      "rtsp://", playing("VP8", RtspConduct::vastVp8), Reason.CORRUPT, Reason.EXCESSIVE),
  RTSP_QUESTIONS_WHILE_PLAYING(
      "rtsp://",
      playing("H264", visit -> visit.sendForEver(bytes("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"))),
      Reason.EXCESSIVE,
      Reason.STALLED,
      Reason.ENDED),
  RTSP_FLOOD_OVER_UDP("rtsp://", RtspConduct::flood, Reason.EXCESSIVE, Reason.STALLED),
  RTSPS_STALLED_HANDSHAKE("rtsps://", Visit::waitForEver, Reason.UNREACHABLE),
  RTSPS_DRIPPING_HANDSHAKE(
      "rtsps://", visit -> visit.drip("\u0016\u0003\u0003\u003f\u00ff\u0002"), Reason.UNREACHABLE),
  RTSPS_NO_TLS("rtsps://", visit -> visit.sendForEver(bytes("nothing ")), Reason.UNREACHABLE),

  // Where a camera may lead.
  HTTP_REDIRECT_TO_ITSELF("http://", HttpConduct.redirect("/camera"), Reason.FORBIDDEN),
  HTTP_REDIRECT_BACK_AND_FORTH("http://", HttpConduct::pingPong, Reason.FORBIDDEN),
  HTTP_REDIRECT_TO_ANOTHER_HOST(
      "http://", HttpConduct.redirect("http://localhost/"), Reason.FORBIDDEN),
  HTTP_REDIRECT_TO_METADATA(
      "http://",
      HttpConduct.redirect("http://169.254.169.254/latest/meta-data/"),
      Reason.FORBIDDEN),
  HTTP_REDIRECT_TO_A_FILE("http://", HttpConduct.redirect("file:///etc/passwd"), Reason.FORBIDDEN),
  HTTP_REDIRECT_TO_RTSP("http://", HttpConduct.redirect("rtsp://127.0.0.1/x"), Reason.FORBIDDEN),
  HTTP_REDIRECT_NOWHERE("http://", http("301 Moved", "\r\n", Visit::waitForEver), Reason.FORBIDDEN),
  HTTP_PLAYLIST_OF_OTHERS(
      "http://",
      http(
          "Content-Type: application/x-mpegURL\r\n\r\n",
          visit -> visit.send(HttpConduct.playlist())),
      Reason.UNSUPPORTED_CODEC),
  HTTP_LIST_TO_JOIN(
      "http://",
      http(
          "Content-Type: text/plain\r\n\r\n",
          visit -> visit.send("ffconcat version 1.0\nfile /etc/passwd\n")),
      Reason.UNSUPPORTED_CODEC),
  HTTP_CREDENTIALS_AGAIN_AND_AGAIN(
      "http://me:secret@", HttpConduct::challenges, Reason.UNAUTHORIZED),
  RTSP_REDIRECT_TO_ITSELF(
      "rtsp://", RtspConduct.redirect("rtsp://127.0.0.1:PORT/camera"), Reason.FORBIDDEN),
  RTSP_REDIRECT_TO_ANOTHER_HOST(
      "rtsp://", RtspConduct.redirect("rtsp://localhost:PORT/camera"), Reason.FORBIDDEN),
  RTSP_REDIRECT_TO_METADATA(
      "rtsp://", RtspConduct.redirect("rtsp://169.254.169.254/"), Reason.FORBIDDEN),
  RTSP_REDIRECT_TO_HTTP(
      "rtsp://", RtspConduct.redirect("http://127.0.0.1:PORT/"), Reason.FORBIDDEN),
  RTSP_CREDENTIALS_AGAIN_AND_AGAIN(
      "rtsp://me:secret@", RtspConduct::challenges, Reason.UNAUTHORIZED),
  RTSP_STREAM_ELSEWHERE("rtsp://", RtspConduct::elsewhere, Reason.STALLED),
  RTSP_STREAM_TO_A_GROUP("rtsp://", RtspConduct::group, Reason.CORRUPT),
  RTSP_METADATA_ADDRESS("rtsp://169.254.169.254:PORT/#", Visit::waitForEver, Reason.FORBIDDEN),
  RTSP_MAPPED_METADATA_ADDRESS(
      "rtsp://[::ffff:169.254.169.254]:PORT/#", Visit::waitForEver, Reason.FORBIDDEN),
  RTSP_ANY_ADDRESS("rtsp://0.0.0.0:PORT/#", Visit::waitForEver, Reason.FORBIDDEN),
  RTSP_ADDRESS_AS_ONE_NUMBER("rtsp://2852039166:PORT/#", Visit::waitForEver, Reason.FORBIDDEN);

  /** What a camera does with a visitor. */
  @FunctionalInterface
  interface Behaviour {
    void meet(Visit visit) throws IOException;
  }

  final String url;
  final Behaviour behaviour;
  final Set<Reason> expected;

  HostileCamera(String start, Behaviour behaviour, Reason... expected) {
    this.url = start.endsWith("#") ? start : start + "127.0.0.1:PORT/camera";
    this.behaviour = behaviour;
    this.expected = Set.of(expected);
  }

  /** The name in the documentation: {@code rtsp silent}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What a decoder honestly needs for the pictures that the camera claims, in MiB. */
  int neededMib() {
    return switch (this) {
      case RTSP_TINY_PICTURES_OF_35_MEGAPIXELS -> 256;
      case RTSP_ANOTHER_SIZE_IN_EACH_PICTURE -> 128;
      default -> 0;
    };
  }

  /** How long it is watched: long enough for a reader that tries at once to be seen as one. */
  Duration watched() {
    return this == HTTP_ONE_PICTURE_AT_A_TIME ? Duration.ofSeconds(8) : Duration.ofMillis(1500);
  }

  boolean isUdp() {
    return this == RTSP_FLOOD_OVER_UDP;
  }

  private static byte[] bytes(String text) {
    return HttpConduct.bytes(text);
  }
}
