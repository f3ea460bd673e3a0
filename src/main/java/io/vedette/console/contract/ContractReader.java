package io.vedette.console.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import io.vedette.access.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The reader of the operations in a contract's document. Confined to one thread. */
final class ContractReader {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String SCHEMA = "schema";

  private final JsonNode root;
  private final SchemaBook book;
  private final List<Supplier<Operation>> unread = new ArrayList<>();
  private @Nullable JsonSchemaFactory factory;

  ContractReader(JsonNode root) {
    this.root = root;
    this.book = new SchemaBook(root.at("/components/schemas"));
  }

  /**
   * All operations.
   *
   * @throws IllegalStateException when one has no id, role or rule about cameras
   */
  List<Operation> operations() {
    root.path("paths").properties().forEach(path -> path(path.getKey(), path.getValue()));
    factory = book.factory();
    List<Operation> operations = unread.stream().map(Supplier::get).toList();
    Set<String> ids = new HashSet<>();
    for (Operation operation : operations) {
      if (!ids.add(operation.id())) {
        throw new IllegalStateException("two operations are called " + operation.id());
      }
    }
    return operations;
  }

  private void path(String path, JsonNode item) {
    item.properties().stream()
        .filter(entry -> METHODS.contains(entry.getKey()))
        .forEach(entry -> operation(path, entry.getKey(), entry.getValue()));
  }

  private void operation(String path, String method, JsonNode node) {
    String id = required(node, "operationId", method + " " + path);
    Operation.Right right =
        new Operation.Right(
            Role.parse(required(node, "x-vedette-role", id)),
            CameraRule.parse(required(node, "x-vedette-camera", id)),
            node.path("x-vedette-socket").asBoolean(),
            node.path("x-vedette-audit").asBoolean(true));
    PathTemplate template = PathTemplate.parse(path);
    List<Supplier<Parameter>> parameters = parameters(id, template, node);
    Supplier<Operation.Body> body = body(node.path("requestBody"));
    Map<Integer, Supplier<Operation.Answers>> answers = answers(node);
    unread.add(
        () -> {
          Map<Integer, Operation.Answers> read = new LinkedHashMap<>();
          answers.forEach((status, answer) -> read.put(status, answer.get()));
          return new Operation(
              id,
              method.toUpperCase(Locale.ROOT),
              template,
              right,
              parameters.stream().map(Supplier::get).toList(),
              body.get(),
              read);
        });
  }

  private static String required(JsonNode node, String key, String of) {
    String value = node.path(key).asText();
    if (value.isEmpty()) {
      throw new IllegalStateException("the contract's %s has no %s".formatted(of, key));
    }
    return value;
  }

  private List<Supplier<Parameter>> parameters(String id, PathTemplate path, JsonNode node) {
    List<Supplier<Parameter>> parameters = new ArrayList<>();
    Set<String> inPath = new HashSet<>(path.parameters());
    for (JsonNode given : node.path("parameters")) {
      JsonNode parameter = resolved(given);
      inPath.remove(parameter.path("name").asText());
      parameters.add(parameter(parameter));
    }
    if (!inPath.isEmpty()) {
      throw new IllegalStateException("the contract's %s lacks %s".formatted(id, inPath));
    }
    return parameters;
  }

  private Supplier<Parameter> parameter(JsonNode node) {
    JsonNode schema = node.path(SCHEMA);
    JsonNode plain = resolved(schema);
    boolean isList = plain.path("type").asText().equals("array");
    JsonNode values = isList ? resolved(plain.path("items")) : plain;
    String name = book.add(schema);
    return () ->
        new Parameter(
            node.path("name").asText(),
            node.path("in").asText(),
            node.path("required").asBoolean(),
            new Parameter.Values(values.path("type").asText(), isList, plain.get("default")),
            schema(name));
  }

  private Supplier<Operation.Body> body(JsonNode given) {
    JsonNode body = resolved(given);
    Supplier<Map<String, JsonSchema>> types = schemas(body.path("content"));
    boolean isRequired = body.path("required").asBoolean();
    return () -> new Operation.Body(isRequired, types.get());
  }

  private Map<Integer, Supplier<Operation.Answers>> answers(JsonNode node) {
    Map<Integer, Supplier<Operation.Answers>> answers = new LinkedHashMap<>();
    node.path("responses")
        .properties()
        .forEach(
            entry -> {
              JsonNode content = resolved(entry.getValue()).path("content");
              Supplier<Map<String, JsonSchema>> schemas = schemas(content);
              List<String> types = content.properties().stream().map(Map.Entry::getKey).toList();
              if (!entry.getKey().equals("default")) {
                answers.put(
                    Integer.valueOf(entry.getKey()),
                    () -> new Operation.Answers(types, schemas.get()));
              }
            });
    return answers;
  }

  private Supplier<Map<String, JsonSchema>> schemas(JsonNode content) {
    Map<String, String> names = new LinkedHashMap<>();
    content
        .properties()
        .forEach(
            type -> {
              if (type.getKey().endsWith("json") && type.getValue().has(SCHEMA)) {
                names.put(type.getKey(), book.add(type.getValue().path(SCHEMA)));
              }
            });
    return () -> {
      Map<String, JsonSchema> schemas = new LinkedHashMap<>();
      names.forEach((type, name) -> schemas.put(type, schema(name)));
      return schemas;
    };
  }

  private JsonSchema schema(String name) {
    JsonSchemaFactory made = factory;
    if (made == null) {
      throw new IllegalStateException("schemas are not read yet");
    }
    return book.schema(made, name);
  }

  /** The node that a reference stands for. */
  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : resolved(root.at(reference.substring(1)));
  }
}
