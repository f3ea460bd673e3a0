package io.vedette.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;

/** The project's JSON Schemas, to hold records against. */
public final class Contracts {
  static final Path FOLDER = Path.of("docs/schema");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          builder ->
              builder.schemaMappers(
                  mappers ->
                      mappers.mapPrefix("vedette:", FOLDER.toAbsolutePath().toUri().toString())));
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  /** What is wrong with JSON by a schema, as {@code detection}; empty when nothing is. */
  public List<String> problems(String schema, byte[] json) {
    try {
      return problems(schema, MAPPER.readTree(json));
    } catch (IOException e) {
      return List.of("not JSON: " + e.getMessage());
    }
  }

  /** What is wrong with headers, taken as an object of texts. */
  public List<String> problems(String schema, Headers headers) {
    ObjectNode object = MAPPER.createObjectNode();
    headers.forEach(
        header -> object.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    return problems(schema, object);
  }

  static Stream<Path> files() {
    try {
      return Files.list(FOLDER).sorted();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> problems(String schema, JsonNode json) {
    return schemas.computeIfAbsent(schema, this::load).validate(json).stream()
        .map(message -> message + " in " + json)
        .toList();
  }

  private JsonSchema load(String name) {
    return factory.getSchema(
        com.networknt.schema.SchemaLocation.of("vedette:" + name + ".schema.json"));
  }
}
