package io.vedette.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The writing of records' JSON, which {@link CheckedJson} reads: fields in the order they were put,
 * absent ones left out, so that equal records are equal bytes. Thread-safe.
 */
public final class RecordJson {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RecordJson() {}

  /** A time in the form of records: UTC with six digits of fraction. */
  public static String time(Instant instant) {
    return MICROS.format(instant);
  }

  /** One object as UTF-8, without fields of null. */
  public static byte[] object(Consumer<ObjectNode> fields) {
    ObjectNode object = MAPPER.createObjectNode();
    fields.accept(object);
    object.properties().removeIf(field -> field.getValue().isNull());
    return bytes(object);
  }

  /** An object as UTF-8. */
  public static byte[] bytes(ObjectNode object) {
    try {
      return MAPPER.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot be written", e);
    }
  }

  /** Numbers by name as an object, in the map's order. */
  public static ObjectNode numbers(Map<String, Long> numbers) {
    ObjectNode object = MAPPER.createObjectNode();
    numbers.forEach(object::put);
    return object;
  }
}
