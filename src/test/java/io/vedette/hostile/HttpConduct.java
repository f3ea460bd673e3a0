package io.vedette.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vedette.hostile.HostileCamera.Behaviour;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** What hostile cameras do over HTTP. */
final class HttpConduct {
  /** A JPEG up to the data of its pixels. */
  static final byte[] START_OF_SCAN = {-1, -40, -1, -38, 0, 2};

  private HttpConduct() {}

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** Answers 200 with header fields and an empty line, and goes on. */
  static Behaviour http(String fields, Behaviour more) {
    return http("200 OK", fields, more);
  }

  static Behaviour http(String status, String fields, Behaviour more) {
    return visit -> {
      visit.request();
      more.meet(visit.send("HTTP/1.1 " + status + "\r\n" + fields));
    };
  }

  static Behaviour multipart(Behaviour more) {
    return http("Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n", more);
  }

  static Behaviour redirect(String location) {
    return http(
        "302 Found", "Location: " + location + "\r\nContent-Length: 0\r\n\r\n", Visit::waitForEver);
  }

  static void pingPong(Visit visit) throws IOException {
    String other = visit.request().path().equals("/camera") ? "/other" : "/camera";
    visit.send("HTTP/1.1 301 Moved\r\nLocation: " + other + "\r\n\r\n").waitForEver();
  }

  static void challenges(Visit visit) throws IOException {
    visit.request();
    String challenge =
        "WWW-Authenticate: Digest realm=\"r\", nonce=\"%d\", stale=true\r\n"
            .formatted(System.nanoTime());
    visit.send("HTTP/1.1 401 Unauthorized\r\n" + challenge + "\r\n").waitForEver();
  }

  static String playlist() {
    return "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n"
        + "#EXTINF:1,\nhttp://169.254.169.254/latest/meta-data/\n#EXT-X-ENDLIST\n";
  }

  /** A good picture, then the end of the connection. */
  static void onePicture(Visit visit) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
    visit.send("--b\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.size() + "\r\n\r\n");
    visit.send(jpeg.toByteArray()).send("\r\n").flush();
  }

  /** The same picture as a part, again and again, ten times a second. */
  static void pictures(Visit visit, byte[] jpeg) throws IOException {
    while (true) {
      visit.send("--b\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n");
      visit.send(jpeg).send("\r\n").flush();
      visit.pause();
    }
  }

  /** A JPEG's beginning that tells of 65535x65535 pixels. */
  static byte[] vastJpeg() {
    ByteBuffer jpeg = ByteBuffer.allocate(200);
    jpeg.putShort((short) 0xFFD8).putShort((short) 0xFFC0).putShort((short) 17).put((byte) 8);
    jpeg.putShort((short) 0xFFFF).putShort((short) 0xFFFF).put((byte) 3);
    for (int component = 1; component <= 3; component++) {
      jpeg.put((byte) component).put((byte) 0x11).put((byte) 0);
    }
    jpeg.putShort((short) 0xFFDA).putShort((short) 12).put((byte) 3);
    jpeg.put(new byte[] {1, 0, 2, 0, 3, 0, 0, 63, 0});
    return jpeg.array();
  }

  /** A segment of a JPEG that means nothing. */
  static byte[] segment(int length) {
    ByteBuffer segment = ByteBuffer.allocate(2 + length);
    return segment.putShort((short) 0xFFEF).putShort((short) length).array();
  }

  /** A JPEG of 15 MiB that shows nothing. */
  static byte[] largeJpeg() {
    byte[] large = Arrays.copyOf(START_OF_SCAN, 15 << 20);
    large[large.length - 2] = -1;
    large[large.length - 1] = -39;
    return large;
  }

  /** Packets of one picture's data. */
  static void endlessTransport(Visit visit) throws IOException {
    int pid = 0x200;
    visit.send(TransportStream.section(0, TransportStream.programs()));
    visit.send(TransportStream.section(0x100, TransportStream.streams(0)));
    visit.send(TransportStream.payload(pid));
    visit.sendForEver(TransportStream.more(pid));
  }

  static void endlessH264(Visit visit) throws IOException {
    byte[] start = {0, 0, 0, 1};
    visit.send(concat(start, Rtp.sps(640, 352, 1), start, Rtp.pps(), start, Rtp.slice(true, 0)));
    byte[] more = new byte[65536];
    Arrays.fill(more, (byte) 'x');
    visit.sendForEver(more);
  }

  /** Tags of a video's packet that says of itself that it is as long as one can be. */
  static void vastTag(Visit visit) throws IOException {
    visit.send(concat(bytes("FLV\1\1"), new byte[] {0, 0, 0, 9, 0, 0, 0, 0}));
    ByteBuffer tag =
        ByteBuffer.allocate(13).put((byte) 9).putInt(0xFFFFFF00).putInt(0).putShort((short) 0);
    visit.send(tag.put((byte) 0x17).put((byte) 1).array()).sendForEver(new byte[65536]);
  }

  static byte[] zeros() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
      zip.write(new byte[10_000_000]);
    } catch (IOException e) {
      throw new IllegalStateException("an array can be written to", e);
    }
    return packed.toByteArray();
  }

  /** An MP4 whose index tells of a hundred million samples in one number. */
  static byte[] vastIndex() {
    byte[] sizes = box("stsz", 0, 1, 100_000_000);
    byte[] places = box("stco", 0, 1, 8);
    byte[] chunks = box("stsc", 0, 1, 1, 100_000_000, 1);
    byte[] times = box("stts", 0, 1, 100_000_000, 1);
    byte[] table = join("stbl", sizes, places, chunks, times);
    byte[] handler = box("hdlr", 0, 0, 0x76696465, 0, 0, 0, 0);
    byte[] media = join("mdia", box("mdhd", 0, 0, 0, 1000, 1000, 0), handler, join("minf", table));
    byte[] movie = join("moov", box("mvhd", new int[25]), join("trak", media));
    return concat(box("ftyp", 0x69736F6D, 0, 0x69736F6D), movie);
  }

  /**
   * Transport stream packets (ISO 13818-1) whose program map tells of streams, each time others.
   */
  static byte[] manyStreams() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(TransportStream.section(0, TransportStream.programs()));
    for (int table = 0; table < 50; table++) {
      out.writeBytes(TransportStream.section(0x100, TransportStream.streams(table)));
      for (int pid = 0; pid < 30; pid++) {
        out.writeBytes(TransportStream.payload(0x200 + table * 30 + pid));
      }
    }
    return out.toByteArray();
  }

  private static byte[] box(String type, int... numbers) {
    ByteBuffer box = ByteBuffer.allocate(8 + 4 * numbers.length);
    box.putInt(box.capacity()).put(bytes(type));
    for (int number : numbers) {
      box.putInt(number);
    }
    return box.array();
  }

  private static byte[] join(String type, byte[]... inner) {
    byte[] content = concat(inner);
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(bytes(type))
        .put(content)
        .array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
