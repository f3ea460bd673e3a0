package io.vedette.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Settings nodes as JSON and back, references left as they are. Thread-safe. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?");

  private Json() {}

  /**
   * Reads a JSON object.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Node.Mapping read(String json, String origin) {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (root != null && root.isObject()) {
        return mapping(root, origin);
      }
      throw new IllegalArgumentException("expected a JSON object, found " + json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes a node; numbers and flags as such, all other values as texts. */
  static String write(Node node) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      write(node, json);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused a write", e);
    }
    return text.toString();
  }

  private static Node.Mapping mapping(JsonNode object, String origin) {
    Node.Mapping mapping = Node.Mapping.empty(origin);
    object
        .properties()
        .forEach(entry -> mapping.entries().put(entry.getKey(), node(entry.getValue(), origin)));
    return mapping;
  }

  private static Node node(JsonNode json, String origin) {
    if (json.isObject()) {
      return mapping(json, origin);
    }
    if (json.isArray()) {
      List<Node> items = new ArrayList<>();
      json.forEach(item -> items.add(node(item, origin)));
      return new Node.Sequence(items, origin);
    }
    return new Node.Scalar(json.isNull() ? "" : json.asText(), origin, false);
  }

  private static void write(Node node, JsonGenerator json) throws IOException {
    if (node instanceof Node.Mapping mapping) {
      json.writeStartObject();
      for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
        json.writeFieldName(entry.getKey());
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (node instanceof Node.Sequence sequence) {
      json.writeStartArray();
      for (Node item : sequence.items()) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (node instanceof Node.Scalar scalar) {
      write(scalar.text(), json);
    }
  }

  private static void write(String text, JsonGenerator json) throws IOException {
    if (text.isEmpty()) {
      json.writeNull();
    } else if (text.equals("true") || text.equals("false")) {
      json.writeBoolean(Boolean.parseBoolean(text));
    } else if (NUMBER.matcher(text).matches()) {
      json.writeNumber(text);
    } else {
      json.writeString(text);
    }
  }
}
