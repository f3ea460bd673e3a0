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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All schemas of the contract, each a document of its own: in one document, each reference would
 * copy all the others. Confined to the thread that loads the contract; the schemas that it gives
 * are thread-safe.
 */
final class SchemaBook {
  private static final String ADDRESS = "urn:vedette:console:";
  private static final String COMPONENTS = "#/components/schemas/";

  private final Map<String, JsonNode> schemas = new HashMap<>();
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
        .forEach(entry -> schemas.put(entry.getKey(), referring(entry.getValue())));
  }

  /** Adds a schema; returns the name by which it is found once all are added. */
  String add(JsonNode schema) {
    String name = "inline-" + count++;
    schemas.put(name, referring(schema));
    return name;
  }

  /** The schema of a name. */
  JsonSchema schema(JsonSchemaFactory factory, String name) {
    return factory.getSchema(SchemaLocation.of(ADDRESS + name), config);
  }

  /** The factory of all schemas that were added. */
  JsonSchemaFactory factory() {
    Map<String, String> documents = new HashMap<>();
    schemas.forEach((name, schema) -> documents.put(ADDRESS + name, schema.toString()));
    return JsonSchemaFactory.getInstance(
        VersionFlag.V202012,
        builder -> builder.schemaLoaders(loaders -> loaders.schemas(documents)));
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

  /** The schema with references to the documents of this book. */
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
        ? TextNode.valueOf(ADDRESS + schema.textValue().substring(COMPONENTS.length()))
        : schema;
  }
}
