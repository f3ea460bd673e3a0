package io.vedette.hostile;

import io.vedette.hostile.HostileCamera.Behaviour;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What hostile cameras do over RTSP. */
final class RtspConduct {
  private static final int PART = 1400;
  private static final int FRAGMENT = 0x7C; // of an H.264 unit, RFC 6184
  private static final Pattern PORTS = Pattern.compile("client_port=(\\d+)");

  private RtspConduct() {}

  /** Answers requests properly up to one, which it answers otherwise. */
  static Behaviour rtsp(String method, String status, String field, Behaviour more) {
    return visit -> {
      Visit.Request request = visit.request();
      while (!request.method().equals(method)) {
        yes(visit, request, "");
        request = visit.request();
      }
      more.meet(answer(visit, request, status, field + "\r\n", ""));
    };
  }

  static Behaviour redirect(String location) {
    return visit ->
        rtsp(
                "DESCRIBE",
                "302 Moved",
                "Location: " + location.replace("PORT", Integer.toString(visit.port())),
                Visit::waitForEver)
            .meet(visit);
  }

  static Behaviour described(String description) {
    return visit ->
        serve(visit, description, "RTP/AVP/TCP;unicast;interleaved=0-1", Visit::waitForEver);
  }

  /** Plays a stream of a codec. */
  static Behaviour playing(String codec, Behaviour stream) {
    return visit -> serve(visit, description(codec), "RTP/AVP/TCP;unicast;interleaved=0-1", stream);
  }

  static void challenges(Visit visit) throws IOException {
    while (true) {
      String challenge =
          "WWW-Authenticate: Digest realm=\"r\", nonce=\"%d\", stale=true\r\n"
              .formatted(System.nanoTime());
      answer(visit, visit.request(), "401 Unauthorized", challenge, "");
    }
  }

  /** Names addresses that nobody may be led to: a cloud's secrets. */
  static void elsewhere(Visit visit) throws IOException {
    String other = "rtsp://169.254.169.254/";
    String text =
        description("H264")
            .replace("c=IN IP4 0.0.0.0", "c=IN IP4 169.254.169.254")
            .replace("a=control:video", "a=control:" + other + "video");
    serve(
        visit,
        text,
        "RTP/AVP/TCP;unicast;source=169.254.169.254;interleaved=0-1",
        Visit::waitForEver);
  }

  static void group(Visit visit) throws IOException {
    serve(
        visit,
        description("H264"),
        "RTP/AVP;multicast;destination=239.1.1.1;port=5000-5001;ttl=16",
        Visit::waitForEver);
  }

  static void flood(Visit visit) throws IOException {
    Visit.Request request = visit.request();
    int port = 0;
    while (!request.method().equals("PLAY")) {
      Matcher ports = PORTS.matcher(request.field("transport"));
      port = ports.find() ? Integer.parseInt(ports.group(1)) : port;
      String transport = "RTP/AVP/UDP;unicast;client_port=%d-%d;server_port=9-10";
      step(visit, request, description("H264"), transport.formatted(port, port + 1));
      request = visit.request();
    }
    yes(visit, request, "");
    byte[] bytes = new byte[60_000];
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      DatagramPacket packet =
          new DatagramPacket(bytes, bytes.length, InetAddress.getByName(visit.peer()), port);
      long end = System.nanoTime() + 20_000_000_000L;
      while (System.nanoTime() < end && visit.isThere()) {
        socket.send(packet);
      }
    }
  }

  static void noise(Visit visit) throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[4096];
    while (true) {
      random.nextBytes(bytes);
      visit.send(bytes);
    }
  }

  /** Fragments of one unit, without an end. */
  static void endlessPicture(Visit visit) throws IOException {
    Rtp rtp = new Rtp();
    visit.send(rtp.interleaved(false, Rtp.sps(640, 352, 1)));
    visit.send(rtp.interleaved(false, Rtp.pps()));
    byte[] part = new byte[PART];
    part[0] = FRAGMENT;
    part[1] = (byte) 0x85; // its beginning
    visit.send(rtp.interleaved(false, part));
    part[1] = 5;
    while (true) {
      visit.send(rtp.interleaved(false, part));
    }
  }

  /** Parts of one picture (RFC 2435), without an end. */
  static void endlessJpeg(Visit visit) throws IOException {
    Rtp rtp = new Rtp();
    for (int offset = 0; ; offset += PART) {
      byte[] part = new byte[8 + PART];
      part[1] = (byte) (offset >> 16);
      part[2] = (byte) (offset >> 8);
      part[3] = (byte) offset;
      part[4] = 1; // type
      part[5] = 50; // quality
      part[6] = (byte) 255; // width / 8
      part[7] = (byte) 255;
      visit.send(rtp.interleaved(false, part));
    }
  }

  /** Pictures of a few bytes, each of which a decoder makes room for. */
  static void bomb(Visit visit, int width, int height, int references) throws IOException {
    Rtp rtp = new Rtp();
    for (int number = 0; ; number++) {
      if (number % 16 == 0) {
        visit.send(rtp.interleaved(false, Rtp.sps(width, height, references)));
        visit.send(rtp.interleaved(false, Rtp.pps()));
      }
      visit.send(rtp.interleaved(true, Rtp.slice(number % 16 == 0, number % 16))).flush();
      if (number % 4 == 3) {
        visit.pause();
      }
    }
  }

  static void sizes(Visit visit) throws IOException {
    Rtp rtp = new Rtp();
    for (int number = 0; ; number++) {
      int width = 640 + 16 * (number % 400);
      visit.send(rtp.interleaved(false, Rtp.sps(width, 352 + 16 * (number % 190), 4)));
      visit.send(rtp.interleaved(false, Rtp.pps()));
      visit.send(rtp.interleaved(true, Rtp.slice(true, number))).flush();
      if (number % 8 == 7) {
        visit.pause();
      }
    }
  }

  static void vastVp8(Visit visit) throws IOException {
    Rtp rtp = new Rtp();
    while (true) {
      visit.send(rtp.interleaved(true, Rtp.vp8(16_383, 16_383))).flush();
      visit.pause();
    }
  }

  static String manyTracks() {
    StringBuilder text = new StringBuilder("v=0\r\ns=-\r\n");
    while (text.length() < 60_000) {
      text.append("m=audio 0 RTP/AVP 8\r\n");
    }
    return text.toString();
  }

  static String vastParameters() {
    return description("H264") + "a=fmtp:96 sprop-parameter-sets=" + "Z0IA".repeat(10_000) + "\r\n";
  }

  private static String description(String codec) {
    int payload = 96;
    return ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
            + "m=video 0 RTP/AVP %d\r\na=rtpmap:%d %s/90000\r\na=control:video\r\n")
        .formatted(payload, payload, codec);
  }

  private static void serve(Visit visit, String description, String transport, Behaviour stream)
      throws IOException {
    Visit.Request request = visit.request();
    while (!request.method().equals("PLAY")) {
      step(visit, request, description, transport);
      request = visit.request();
    }
    yes(visit, request, "");
    stream.meet(visit);
  }

  private static void step(Visit visit, Visit.Request request, String description, String transport)
      throws IOException {
    switch (request.method()) {
      case "DESCRIBE" -> yes(visit, request, description);
      case "SETUP" ->
          answer(visit, request, "200 OK", "Session: 1\r\nTransport: " + transport + "\r\n", "");
      default -> yes(visit, request, "");
    }
  }

  private static void yes(Visit visit, Visit.Request request, String body) throws IOException {
    answer(visit, request, "200 OK", "Content-Length: " + body.length() + "\r\n", body);
  }

  private static Visit answer(
      Visit visit, Visit.Request request, String status, String fields, String body)
      throws IOException {
    String number = "CSeq: " + request.field("cseq") + "\r\n";
    return visit.send("RTSP/1.0 " + status + "\r\n" + number + fields + "\r\n" + body).flush();
  }
}
