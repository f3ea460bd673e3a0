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

/** The conversion of settings nodes to JSON and back; references stay unresolved. Thread-safe. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?");

  private Json() {}

  /**
   * Reads a JSON object.
   *
   * @throws IllegalArgumentException when the text is no JSON object
   */
  static SettingNode.Mapping read(String json, String origin) {
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

  /** Writes a node: numbers and booleans as such, empty values as null, all others as strings. */
  static String write(SettingNode node) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      write(node, json);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused a write", e);
    }
    return text.toString();
  }

  private static SettingNode.Mapping mapping(JsonNode object, String origin) {
    SettingNode.Mapping mapping = SettingNode.Mapping.empty(origin);
    object
        .properties()
        .forEach(entry -> mapping.entries().put(entry.getKey(), node(entry.getValue(), origin)));
    return mapping;
  }

  private static SettingNode node(JsonNode json, String origin) {
    if (json.isObject()) {
      return mapping(json, origin);
    }
    if (json.isArray()) {
      List<SettingNode> items = new ArrayList<>();
      json.forEach(item -> items.add(node(item, origin)));
      return new SettingNode.Sequence(items, origin);
    }
    return new SettingNode.Scalar(json.isNull() ? "" : json.asText(), origin, false);
  }

  private static void write(SettingNode node, JsonGenerator json) throws IOException {
    if (node instanceof SettingNode.Mapping mapping) {
      json.writeStartObject();
      for (Map.Entry<String, SettingNode> entry : mapping.entries().entrySet()) {
        json.writeFieldName(entry.getKey());
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (node instanceof SettingNode.Sequence sequence) {
      json.writeStartArray();
      for (SettingNode item : sequence.items()) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (node instanceof SettingNode.Scalar scalar) {
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
