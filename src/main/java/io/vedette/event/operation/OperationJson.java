package io.vedette.event.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Consumer;

/** JSON objects with their fields in the order they were put, absent ones left out. Thread-safe. */
final class OperationJson {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OperationJson() {}

  static byte[] object(Consumer<ObjectNode> fields) {
    ObjectNode object = MAPPER.createObjectNode();
    fields.accept(object);
    object.properties().removeIf(field -> field.getValue().isNull());
    try {
      return MAPPER.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot be written", e);
    }
  }

  /** Numbers by name as an object, in the map's order. */
  static ObjectNode numbers(Map<String, Long> numbers) {
    ObjectNode object = MAPPER.createObjectNode();
    numbers.forEach(object::put);
    return object;
  }

  static String time(Instant instant) {
    return MICROS.format(instant);
  }
}
