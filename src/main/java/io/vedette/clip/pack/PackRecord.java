package io.vedette.clip.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.FrameId;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The form of a record in a pack: {@code VCP1}, the lengths of head and picture, CRC-32C of all the
 * others (4 bytes each, the largest first), the head as JSON in UTF-8, the JPEG.
 */
final class PackRecord {
  /** The number of bytes before the head. */
  static final int PREFIX = 16;

  private static final int MAGIC = 0x56435031;
  private static final int LARGEST_HEAD = 4 << 20;
  private static final int LARGEST_JPEG = 256 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private PackRecord() {}

  /** The lengths and the checksum at the beginning of a record. */
  record Prefix(int headLength, int jpegLength, int checksum) {
    long length() {
      return (long) PREFIX + headLength + jpegLength;
    }
  }

  /** A frame's record. */
  static byte[] write(PackedFrame frame) {
    byte[] head = head(frame).toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer record = ByteBuffer.allocate(PREFIX + head.length + frame.jpeg().length);
    record.putInt(MAGIC).putInt(head.length).putInt(frame.jpeg().length).putInt(0);
    record.put(head).put(frame.jpeg());
    record.putInt(PREFIX - Integer.BYTES, checksum(record.array()));
    return record.array();
  }

  private static ObjectNode head(PackedFrame frame) {
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    head.put("camera", frame.id().camera()).put("session", frame.id().session());
    head.put("sequence", frame.id().sequence()).put("at", frame.at());
    head.put("width", frame.size().width()).put("height", frame.size().height());
    if (frame.objects() != null) {
      ArrayNode objects = head.putArray("objects");
      for (DetectedObject object : frame.objects()) {
        RelativeBox box = object.box();
        objects
            .addObject()
            .put("label", object.label())
            .put("class", object.classId())
            .put("confidence", object.confidence())
            .put("x", box.x())
            .put("y", box.y())
            .put("w", box.w())
            .put("h", box.h());
      }
    }
    return head;
  }

  /** The prefix of a record's first bytes; null when no record begins with them. */
  static @Nullable Prefix prefix(byte[] bytes) {
    ByteBuffer prefix = ByteBuffer.wrap(bytes);
    if (bytes.length < PREFIX || prefix.getInt() != MAGIC) {
      return null;
    }
    Prefix read = new Prefix(prefix.getInt(), prefix.getInt(), prefix.getInt());
    return read.headLength < 0
            || read.headLength > LARGEST_HEAD
            || read.jpegLength < 0
            || read.jpegLength > LARGEST_JPEG
        ? null
        : read;
  }

  /**
   * The frame of a record.
   *
   * @throws IOException when the bytes are not those that were written
   */
  static PackedFrame read(byte[] record) throws IOException {
    Prefix prefix = prefix(record);
    if (prefix == null || record.length != prefix.length() || prefix.checksum != checksum(record)) {
      throw new IOException("the record's bytes are not those that were written");
    }
    byte[] jpeg = new byte[prefix.jpegLength];
    System.arraycopy(record, PREFIX + prefix.headLength, jpeg, 0, jpeg.length);
    return frame(JSON.readTree(record, PREFIX, prefix.headLength), jpeg);
  }

  /** The frame of a head, without its picture; the head is not checked. */
  static PackedFrame readHead(byte[] head) throws IOException {
    return frame(JSON.readTree(head), new byte[0]);
  }

  private static PackedFrame frame(JsonNode head, byte[] jpeg) {
    return new PackedFrame(
        new FrameId(
            head.path("camera").asText(),
            head.path("session").asLong(),
            head.path("sequence").asLong()),
        head.path("at").asLong(),
        new Size(head.path("width").asInt(), head.path("height").asInt()),
        objects(head.path("objects")),
        jpeg);
  }

  private static @Nullable List<DetectedObject> objects(JsonNode given) {
    if (!given.isArray()) {
      return null;
    }
    List<DetectedObject> objects = new ArrayList<>();
    for (JsonNode object : given) {
      objects.add(
          new DetectedObject(
              object.path("label").asText(),
              object.path("class").asInt(),
              object.path("confidence").asDouble(),
              new RelativeBox(
                  object.path("x").asDouble(),
                  object.path("y").asDouble(),
                  object.path("w").asDouble(),
                  object.path("h").asDouble())));
    }
    return objects;
  }

  /**
   * The checksum of a record, its lengths included, so that no other length fits the same bytes.
   */
  private static int checksum(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record, 0, PREFIX - Integer.BYTES);
    crc.update(record, PREFIX, record.length - PREFIX);
    return (int) crc.getValue();
  }
}
