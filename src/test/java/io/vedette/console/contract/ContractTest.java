package io.vedette.console.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vedette.access.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
  private static final String ROUTE =
      """
      openapi: 3.1.0
      paths:
        /things/{id}:
          get:
            operationId: getThing
            x-vedette-role: viewer
            x-vedette-camera: none
            parameters:
              - {name: id, in: path, required: true, schema: {type: string, maxLength: 20}}
              - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 9, default: 5}}
              - {name: label, in: query, schema: {type: array, maxItems: 2, items: {type: string}}}
              - {name: only, in: query, schema: {type: boolean}}
            responses: {"204": {description: none}}
          put:
            operationId: putThing
            x-vedette-role: operator
            x-vedette-camera: none
            parameters:
              - {name: id, in: path, required: true, schema: {type: string, maxLength: 20}}
            requestBody:
              required: true
              content:
                application/json:
                  schema:
                    type: object
                    additionalProperties: false
                    required: [name]
                    properties: {name: {type: string, minLength: 1, maxLength: 5}}
            responses: {"204": {description: none}}
      """;

  private static final Contract SMALL = Contract.parse(ROUTE);

  @Test
  void shouldGiveEveryOperationARoleAndARuleAboutCameras() {
    List<Operation> operations = Contract.load().operations();

    assertThat(operations).hasSizeGreaterThan(3);
    assertThat(operations)
        .filteredOn(operation -> operation.right().role() == Role.NOBODY)
        .extracting(Operation::id)
        .as("operations without a login; a new one is a decision")
        .isSubsetOf(
            "getContract",
            "getMe",
            "getSetup",
            "setUp",
            "logIn",
            "logOut",
            "startOidc",
            "finishOidc");
  }

  /** What comes from outside is bounded, in every parameter and body. */
  @Test
  void shouldBoundWhatItTakes() throws Exception {
    JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(Contract.load().text());
    List<String> unbounded = new ArrayList<>();
    for (JsonNode path : root.path("paths")) {
      for (JsonNode operation : path) {
        String id = operation.path("operationId").asText();
        for (JsonNode parameter : operation.path("parameters")) {
          JsonNode resolved = resolved(root, parameter);
          look(root, resolved.path("schema"), id + "/" + resolved.path("name"), unbounded);
        }
        for (JsonNode type : operation.at("/requestBody/content")) {
          look(root, type.path("schema"), id + "/body", unbounded);
        }
      }
    }

    assertThat(unbounded).isEmpty();
  }

  @Test
  void shouldSayOfEveryOperationWhatItIsAndHowItFails() throws Exception {
    JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(Contract.load().text());

    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (JsonNode operation : path.getValue()) {
        assertThat(operation.path("summary").asText()).as(path.getKey()).isNotBlank();
        assertThat(operation.path("tags")).as(path.getKey()).hasSize(1);
        assertThat(operation.at("/responses/default/$ref").asText())
            .as(path.getKey())
            .isEqualTo("#/components/responses/problem");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "operationId: getThing, '', has no operationId",
    "x-vedette-role: viewer, '', has no x-vedette-role",
    "x-vedette-role: viewer, 'x-vedette-role: king', no role is called king",
    "x-vedette-camera: none, '', has no x-vedette-camera",
    "x-vedette-camera: none, 'x-vedette-camera: some', 'expected none, seen'",
    "operationId: putThing, 'operationId: getThing', two operations are called getThing"
  })
  void shouldRefuseAContractThatIsNotWhole(String line, String other, String reason) {
    String broken = ROUTE.replaceFirst(line, other);

    assertThatThrownBy(() -> Contract.parse(broken)).hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "a, limit=3, none",
        "a, limit=0, query/limit",
        "a, limit=10, query/limit",
        "a, limit=03, query/limit",
        "a, limit=+3, query/limit",
        "a, limit=3.0, query/limit",
        "a, limit=99999999999999999999999999, query/limit",
        "a, limit=, query/limit",
        "a, limit=1&limit=2, query/limit",
        "a, label=x&label=y, none",
        "a, label=x&label=y&label=z, query/label",
        "a, only=true, none",
        "a, only=TRUE, query/only",
        "a, other=1, query",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa, only=true, path/id",
        "%00, only=true, path/id",
        "%2e%2e%2f, only=true, none",
        "%zz, only=true, %",
        "%ff, only=true, UTF-8",
        "%c0%ae, only=true, UTF-8",
        "%ed%a0%80, only=true, UTF-8"
      })
  void shouldHoldParametersAgainstTheirSchemas(String id, String query, String reason) {
    Operation operation = SMALL.find("GET", "/things/" + id).orElseThrow().operation();
    GivenRequest given =
        new GivenRequest(Map.of("id", id), query(query), Map.of(), new byte[0], "");

    if (reason == null) {
      given.check(operation);
    } else {
      assertThatThrownBy(() -> given.check(operation))
          .isInstanceOfSatisfying(Problem.class, it -> assertThat(it.status()).isEqualTo(400))
          .hasMessageContaining(reason);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\"} | application/json | 0",
        "{\"name\":\"\"} | application/json | 400",
        "{\"name\":\"aaaaaa\"} | application/json | 400",
        "{\"name\":1} | application/json | 400",
        "{\"name\":null} | application/json | 400",
        "{} | application/json | 400",
        "[] | application/json | 400",
        "{\"name\":\"a\",\"x\":1} | application/json | 400",
        "{\"name\":\"a\",\"name\":\"b\"} | application/json | 400",
        "{\"name\":\"a\"} x | application/json | 400",
        "{\"name\":\"\\u0000\"} | application/json | 400",
        "{\"name\":\"\\ud800\"} | application/json | 400",
        "{\"name\":\"a\" | application/json | 400",
        "name: a | application/yaml | 415",
        "{\"name\":\"a\"} | text/plain | 415",
        "{\"name\":\"a\"} | '' | 415"
      })
  void shouldHoldBodiesAgainstTheirSchemas(String body, String type, int status) {
    Operation operation = SMALL.find("PUT", "/things/a").orElseThrow().operation();
    GivenRequest given =
        new GivenRequest(
            Map.of("id", "a"), Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8), type);

    if (status == 0) {
      assertThat(given.check(operation).body().path("name").asText()).isEqualTo("a");
    } else {
      assertThatThrownBy(() -> given.check(operation))
          .isInstanceOfSatisfying(Problem.class, it -> assertThat(it.status()).isEqualTo(status));
    }
  }

  @Test
  void shouldRefuseABodyOfEndlessDepth() {
    Operation operation = SMALL.find("PUT", "/things/a").orElseThrow().operation();
    byte[] deep = ("{\"name\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () ->
                new GivenRequest(Map.of("id", "a"), Map.of(), Map.of(), deep, "application/json")
                    .check(operation))
        .isInstanceOf(Problem.class);
  }

  @Test
  void shouldFillInDefaults() {
    Operation operation = SMALL.find("GET", "/things/a").orElseThrow().operation();
    GivenRequest given = new GivenRequest(Map.of("id", "a"), Map.of(), Map.of(), new byte[0], "");

    assertThat(given.check(operation).values().get("limit").asInt()).isEqualTo(5);
  }

  @Test
  void shouldFindTheMostParticularPath() {
    Contract contract =
        Contract.parse(ROUTE.replace("/things/{id}:\n    get", "/things/{id}:keep:\n    get"));

    assertThat(contract.find("GET", "/things/a:keep").orElseThrow().path())
        .containsEntry("id", "a");
    assertThat(contract.find("GET", "/things/a")).isEmpty();
    assertThat(contract.methods("/things/a:keep")).contains("GET");
  }

  private static Map<String, List<String>> query(String text) {
    Map<String, List<String>> query = new java.util.LinkedHashMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      query.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
    }
    return query;
  }

  private static JsonNode resolved(JsonNode root, JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : resolved(root, root.at(reference.substring(1)));
  }

  private static void look(JsonNode root, JsonNode given, String at, List<String> unbounded) {
    JsonNode schema = resolved(root, given);
    List<String> types = new ArrayList<>();
    if (schema.path("type").isArray()) {
      schema.path("type").forEach(type -> types.add(type.asText()));
    } else {
      types.add(schema.path("type").asText());
    }
    boolean isListed = schema.has("enum") || schema.has("const");
    boolean isClosed =
        schema.path("additionalProperties").isBoolean()
            || schema.path("additionalProperties").isObject();
    if (types.contains("string")
        && !isListed
        && !schema.has("maxLength")
        && !schema.path("pattern").asText().endsWith("}$")) {
      unbounded.add(at + ": no maxLength");
    }
    if ((types.contains("integer") || types.contains("number"))
        && !isListed
        && !(schema.has("maximum") && schema.has("minimum"))) {
      unbounded.add(at + ": no minimum and maximum");
    }
    if (types.contains("array") && !schema.has("maxItems")) {
      unbounded.add(at + ": no maxItems");
    }
    if (types.contains("object") && !isClosed) {
      unbounded.add(at + ": takes any field");
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> look(root, field.getValue(), at + "/" + field.getKey(), unbounded));
    if (schema.has("items")) {
      look(root, schema.path("items"), at + "[]", unbounded);
    }
  }
}
