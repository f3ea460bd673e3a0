package io.vedette.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call. Immutable.
 *
 * @param json the body where it is JSON, which is checked against the contract
 * @param bytes the body otherwise; empty for none
 * @param file whose bytes are the body; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Answer(
    int status,
    String type,
    @Nullable JsonNode json,
    byte[] bytes,
    Map<String, String> headers,
    @Nullable Body file) {
  static final String JSON = "application/json";

  /**
   * A file that is sent.
   *
   * @param isTemporary whether it is deleted after it was sent, or could not be
   */
  public record Body(Path path, boolean isTemporary) {}

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer of a JSON value. */
  public static Answer json(JsonNode value) {
    return new Answer(200, JSON, value, new byte[0], Map.of(), null);
  }

  /** An answer of bytes of another type. */
  public static Answer of(String type, byte[] bytes) {
    return new Answer(200, type, null, bytes, Map.of(), null);
  }

  /** An answer of a file's bytes. */
  public static Answer file(String type, Path path, boolean isTemporary) {
    return new Answer(200, type, null, new byte[0], Map.of(), new Body(path, isTemporary));
  }

  /** An answer without a body. */
  public static Answer none() {
    return new Answer(204, "", null, new byte[0], Map.of(), null);
  }

  /** The same answer with another status. */
  public Answer status(int other) {
    return new Answer(other, type, json, bytes, headers, file);
  }

  /** The same answer with a header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, json, bytes, more, file);
  }

  public byte[] body() {
    return json == null ? bytes : json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
