package io.vedette.console.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;

/**
 * All schemas of the contract in one document, so that they are read once. Confined to the thread
 * that loads the contract; the schemas that it gives are thread-safe.
 */
final class SchemaBook {
  private static final String ADDRESS = "urn:vedette:console";
  private static final String COMPONENTS = "#/components/schemas/";
  private static final String DEFINITIONS = "#/$defs/";

  private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder()
          .formatAssertionsEnabled(true)
          .preloadJsonSchema(false) // it would copy each schema for every place that refers to it
          .build();
  private int count;

  /** The components of the contract by name. */
  SchemaBook(JsonNode components) {
    components
        .properties()
        .forEach(entry -> definitions.set(entry.getKey(), referring(entry.getValue())));
  }

  /** Takes a schema in; gives the name by which it is found once all are in. */
  String add(JsonNode schema) {
    String name = "inline-" + count++;
    definitions.set(name, referring(schema));
    return name;
  }

  /** A schema of a name. */
  JsonSchema schema(JsonSchemaFactory factory, String name) {
    return factory.getSchema(SchemaLocation.of(ADDRESS + DEFINITIONS + name), config);
  }

  /** The reader of all that was taken in. */
  JsonSchemaFactory factory() {
    ObjectNode book = JsonNodeFactory.instance.objectNode();
    book.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    book.put("$id", ADDRESS);
    book.set("$defs", definitions);
    String text = book.toString();
    return JsonSchemaFactory.getInstance(
        VersionFlag.V202012,
        builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(ADDRESS, text))));
  }

  /** The faults of a value. */
  static List<Problem.Fault> faults(JsonSchema schema, JsonNode value, String at) {
    return schema.validate(value).stream().limit(20).map(message -> fault(message, at)).toList();
  }

  private static Problem.Fault fault(ValidationMessage message, String at) {
    String place = message.getInstanceLocation().toString().replaceFirst("^[$]", "");
    String text = message.getMessage();
    String location = message.getInstanceLocation() + ": ";
    return new Problem.Fault(
        at + place, text.startsWith(location) ? text.substring(location.length()) : text);
  }

  /** The same with references into the book. */
  private static JsonNode referring(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(entry -> copy.set(entry.getKey(), referring(entry.getValue())));
      return copy;
    }
    if (schema instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> copy.add(referring(item)));
      return copy;
    }
    return schema.isTextual() && schema.textValue().startsWith(COMPONENTS)
        ? TextNode.valueOf(DEFINITIONS + schema.textValue().substring(COMPONENTS.length()))
        : schema;
  }
}
