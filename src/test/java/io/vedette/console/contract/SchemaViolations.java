package io.vedette.console.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A value that a schema of the contract allows, and for each keyword one that breaks it. Immutable.
 */
public final class SchemaViolations {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Map<String, String> OF_PATTERNS =
      Map.of(
          "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$", "gate",
          "^[A-Za-z0-9_-]+$", "AAAA",
          "^[0-9a-f-]{36}$", "00000000-0000-0000-0000-000000000000",
          "^[A-Za-z0-9_-]{8,100}$", "abcdefgh",
          "^[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[0-9]{1,19}$", "gate/1",
          "^[0-9]{1,18}$", "1",
          "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$", "live",
          "^[0-9a-f]{12}$", "0123456789ab");

  private final JsonNode contract;

  /**
   * @param contract the whole, in which references are looked up
   */
  public SchemaViolations(JsonNode contract) {
    this.contract = contract;
  }

  /** What a reference leads to; else the node itself. */
  public JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : resolved(contract.at(reference.substring(1)));
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.get(0).asText() : type.asText("");
  }

  /** A value that is allowed. */
  public JsonNode valid(JsonNode given) {
    JsonNode schema = resolved(given);
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    if (schema.has("oneOf")) {
      return valid(schema.get("oneOf").get(0));
    }
    return switch (type(schema)) {
      case "integer" -> JSON.numberNode(schema.path("minimum").asLong(1));
      case "number" -> JSON.numberNode(schema.path("minimum").asDouble(0.5));
      case "boolean" -> JSON.booleanNode(true);
      case "array" -> array(schema);
      case "object" -> object(schema);
      default -> JSON.textNode(text(schema));
    };
  }

  private ArrayNode array(JsonNode schema) {
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < schema.path("minItems").asInt(0); i++) {
      array.add(valid(schema.path("items")));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = JSON.objectNode();
    schema
        .path("required")
        .forEach(
            name -> object.set(name.asText(), valid(schema.at("/properties/" + name.asText()))));
    return object;
  }

  private static String text(JsonNode schema) {
    if (schema.path("format").asText().equals("date-time")) {
      return "2026-11-20T00:00:00Z";
    }
    String pattern = schema.path("pattern").asText("");
    return OF_PATTERNS.getOrDefault(
        pattern, "a".repeat(Math.max(1, schema.path("minLength").asInt(1))));
  }

  /** Values that are not allowed, by the keyword that they break. */
  public Map<String, JsonNode> broken(JsonNode given) {
    JsonNode schema = resolved(given);
    Map<String, JsonNode> broken = new LinkedHashMap<>();
    if (schema.has("enum")) {
      broken.put("enum", JSON.textNode("no-such-value"));
    }
    switch (type(schema)) {
      case "integer", "number" -> breakNumber(schema, broken);
      case "array" -> breakArray(schema, broken);
      case "object" -> breakObject(schema, broken);
      case "string" -> breakText(schema, broken);
      case "boolean" -> broken.put("type", JSON.textNode("maybe"));
      default -> {}
    }
    return broken;
  }

  private static void breakNumber(JsonNode schema, Map<String, JsonNode> broken) {
    broken.put("type", JSON.textNode("many"));
    if (schema.has("minimum")) {
      broken.put("minimum", JSON.numberNode(schema.get("minimum").asLong() - 1));
    }
    if (schema.has("maximum")) {
      broken.put("maximum", JSON.numberNode(schema.get("maximum").asLong() + 1));
    }
    broken.put("size", JSON.numberNode(new BigInteger("9".repeat(40))));
  }

  private void breakArray(JsonNode schema, Map<String, JsonNode> broken) {
    if (schema.has("maxItems")) {
      ArrayNode many = JSON.arrayNode();
      for (int i = 0; i <= schema.get("maxItems").asInt(); i++) {
        many.add(valid(schema.path("items")));
      }
      broken.put("maxItems", many);
    }
    broken(schema.path("items"))
        .forEach((keyword, value) -> broken.put("items." + keyword, JSON.arrayNode().add(value)));
  }

  private void breakObject(JsonNode schema, Map<String, JsonNode> broken) {
    broken.put("type", JSON.arrayNode());
    if (!schema.path("additionalProperties").asBoolean(true)) {
      broken.put("additionalProperties", object(schema).put("no-such-field", 1));
    }
    schema
        .path("required")
        .forEach(
            name -> {
              ObjectNode without = object(schema);
              without.remove(name.asText());
              broken.put("required " + name.asText(), without);
            });
    schema
        .path("properties")
        .properties()
        .forEach(
            property ->
                broken(property.getValue())
                    .forEach(
                        (keyword, value) -> {
                          ObjectNode wrong = object(schema);
                          wrong.set(property.getKey(), value);
                          broken.put(property.getKey() + "." + keyword, wrong);
                        }));
  }

  private static void breakText(JsonNode schema, Map<String, JsonNode> broken) {
    if (schema.has("maxLength")) {
      broken.put("maxLength", JSON.textNode("a".repeat(schema.get("maxLength").asInt() + 1)));
    }
    if (schema.path("minLength").asInt(0) > 0) {
      broken.put("minLength", JSON.textNode(""));
    }
    if (schema.has("pattern")) {
      broken.put("pattern", JSON.textNode("\u0000 ' or 1=1 -- é"));
    }
    if (schema.path("format").asText().equals("date-time")) {
      broken.put("format", JSON.textNode("yesterday"));
    }
  }

  /** A value as the texts of a parameter, which is given once for each. */
  public static List<String> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(each -> texts.add(each.asText()));
    } else {
      texts.add(value.asText());
    }
    return texts;
  }
}
