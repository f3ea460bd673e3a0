package io.vedette.simulator.video;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One encoded picture. Immutable by agreement: nobody writes to {@code data}.
 *
 * @param data H.264 in Annex B; a key picture brings its parameter sets along
 * @param key whether decoding can begin here
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not compared
public record CodedPicture(byte[] data, boolean key) {
  private static final byte[] START_AND_TYPE = {0, 0, 0, 1, 6, 5};
  private static final byte[] UUID = "vedette-userdata".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_TEXT = 200;
  private static final int STOP_BIT = 0x80;

  /**
   * The picture after an SEI message with unregistered user data, which decoders ignore.
   *
   * @param text 1–200 ASCII characters
   */
  public CodedPicture withUserData(String text) {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    if (payload.length == 0 || payload.length > LONGEST_TEXT) {
      throw new IllegalArgumentException("expected 1 to 200 characters, found " + payload.length);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(START_AND_TYPE);
    bytes.write(UUID.length + payload.length);
    bytes.writeBytes(UUID);
    bytes.writeBytes(payload);
    bytes.write(STOP_BIT);
    bytes.writeBytes(data);
    return new CodedPicture(bytes.toByteArray(), key);
  }
}
