package io.vedette.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.console.contract.SchemaViolations;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every operation of the contract on the whole console: with what is allowed, and with one
 * violation for each keyword of each parameter and of the body.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractIT {
  private static final Logger LOG = LoggerFactory.getLogger(ContractIT.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDLESS = Set.of("openLive", "streamEvents", "streamCamera");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final Set<Integer> REFUSALS = Set.of(400, 404, 412, 413, 414, 415, 422, 428, 431);
  private static final Set<String> BODILESS = Set.of("get", "delete");

  @TempDir static Path folder;
  private final Services services = new Services();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> wrong = new ArrayList<>();
  private final AtomicReference<String> address = new AtomicReference<>("");
  private JsonNode contract;
  private SchemaViolations schemas;
  private final Map<String, Integer> statuses = new TreeMap<>();

  /** One call as it is allowed, to be spoilt in one place. */
  private record Allowed(
      String id, String method, String path, Map<String, JsonNode> parameters, JsonNode body) {}

  /** The whole console in a node of its own, open to this machine. */
  @BeforeAll
  void start() throws IOException {
    try (InputStream yaml = ContractIT.class.getResourceAsStream("/console/openapi.yaml")) {
      contract = new ObjectMapper(new YAMLFactory()).readTree(yaml);
    }
    schemas = new SchemaViolations(contract);
    EmbeddedBroker broker =
        services.start(
            new EmbeddedBroker(
                folder.resolve("broker"),
                new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    Settings settings =
        new Settings(Map.of())
            .assignments(List.of("http.port=0", "console.port=0", "data=" + folder));
    Supervision supervision = new Supervision(new Completion());
    Node node =
        new Node(
            settings.bind(VedetteSettings.class).withKafka(broker.clientProperties()),
            services,
            supervision);
    node.console(supervision.separate(), address::set);
    await().atMost(Duration.ofSeconds(60)).until(() -> !address.get().isEmpty());
  }

  @AfterAll
  void stop() {
    services.close();
  }

  @Test
  void shouldAnswerAsTheContractSaysWhateverIsWrong() throws Exception {
    for (Allowed allowed : operations()) {
      if (!ENDLESS.contains(allowed.id)) {
        call(allowed, "as allowed", allowed.parameters, allowed.body.toString(), false);
      }
      for (JsonNode parameter : parameters(allowed)) {
        breakParameter(allowed, parameter);
      }
      breakBody(allowed);
    }

    LOG.info("{}", statuses);
    assertThat(wrong).isEmpty();
    assertThat(statuses.keySet())
        .as("operations that do what is allowed")
        .contains(
            "getMe 200",
            "listCameras 200",
            "listEvents 200",
            "listTracks 200",
            "getLedger 200",
            "putReviews 200",
            "addEventNote 404",
            "deleteNote 404",
            "listRuns 200",
            "diffRuns 200",
            "stopRun 409",
            "startRun 422",
            "listModels 200",
            "promoteModel 409");
  }

  private List<Allowed> operations() {
    List<Allowed> operations = new ArrayList<>();
    contract
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (METHODS.contains(method.getKey())) {
                            operations.add(
                                allowed(path.getKey(), method.getKey(), method.getValue()));
                          }
                        }));
    return operations;
  }

  private Allowed allowed(String path, String method, JsonNode operation) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    for (JsonNode given : operation.path("parameters")) {
      JsonNode parameter = schemas.resolved(given);
      if (parameter.path("required").asBoolean(false)) {
        parameters.put(parameter.get("name").asText(), schemas.valid(parameter.get("schema")));
      }
    }
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    JsonNode body = schema.isMissingNode() ? schema : schemas.valid(schema);
    return new Allowed(operation.get("operationId").asText(), method, path, parameters, body);
  }

  private JsonNode operation(Allowed allowed) {
    return contract.path("paths").path(allowed.path).path(allowed.method);
  }

  private List<JsonNode> parameters(Allowed allowed) {
    List<JsonNode> parameters = new ArrayList<>();
    operation(allowed).path("parameters").forEach(each -> parameters.add(schemas.resolved(each)));
    return parameters;
  }

  private void breakParameter(Allowed allowed, JsonNode parameter) throws Exception {
    String name = parameter.get("name").asText();
    for (Map.Entry<String, JsonNode> broken : schemas.broken(parameter.get("schema")).entrySet()) {
      boolean isUnsayable =
          parameter.get("in").asText().equals("header") && broken.getKey().contains("pattern")
              || parameter.get("in").asText().equals("path")
                  && broken.getValue().asText().isEmpty();
      if (!isUnsayable) {
        Map<String, JsonNode> all = new LinkedHashMap<>(allowed.parameters);
        all.put(name, broken.getValue());
        call(allowed, name + " breaks " + broken.getKey(), all, allowed.body.toString(), true);
      }
    }
  }

  private void breakBody(Allowed allowed) throws Exception {
    if (allowed.body.isMissingNode()) {
      return;
    }
    JsonNode schema = operation(allowed).at("/requestBody/content/application~1json/schema");
    for (Map.Entry<String, JsonNode> broken : schemas.broken(schema).entrySet()) {
      String what = "the body breaks " + broken.getKey();
      call(allowed, what, allowed.parameters, broken.getValue().toString(), true);
    }
    for (String text : List.of("{", "null", "[]", "{\"a\":\"\\ud800\"}", "[".repeat(5000))) {
      String what = "the body is " + text.substring(0, Math.min(12, text.length()));
      call(allowed, what, allowed.parameters, text, true);
    }
  }

  private void call(
      Allowed allowed, String how, Map<String, JsonNode> given, String body, boolean isBroken)
      throws Exception {
    HttpResponse<String> reply = client.send(request(allowed, given, body), BODY);
    statuses.merge(
        allowed.id + (isBroken ? " broken " : " ") + reply.statusCode(), 1, Integer::sum);
    JsonNode said = operation(allowed).path("responses");
    String status = Integer.toString(reply.statusCode());
    String problem = null;
    if (reply.statusCode() >= 500 && !(status.equals("503") && !isBroken)) {
      problem = "a failure of the server";
    } else if (isBroken && !REFUSALS.contains(reply.statusCode())) {
      problem = "is not refused for what is wrong with it";
    } else if (!said.has(status) && !(said.has("default") && reply.statusCode() >= 400)) {
      problem = "a status that the contract does not know";
    } else if (reply.statusCode() >= 400 && !isProblem(reply)) {
      problem = "no application/problem+json";
    } else if (reply.body().contains("Exception") || reply.body().contains("\tat ")) {
      problem = "a stack trace";
    }
    if (problem != null) {
      wrong.add(
          "%s, %s: %s, %s %s"
              .formatted(
                  allowed.id,
                  how,
                  problem,
                  status,
                  reply.body().substring(0, Math.min(300, reply.body().length()))));
    }
  }

  private static final HttpResponse.BodyHandler<String> BODY =
      HttpResponse.BodyHandlers.ofString(UTF_8);

  private boolean isProblem(HttpResponse<String> reply) throws IOException {
    String type = reply.headers().firstValue("Content-Type").orElse("");
    JsonNode problem = JSON.readTree(reply.body());
    return type.startsWith("application/problem+json")
        && problem.path("status").asInt() == reply.statusCode()
        && !problem.path("detail").asText().isEmpty();
  }

  private HttpRequest request(Allowed allowed, Map<String, JsonNode> given, String body) {
    String path = allowed.path;
    List<String> query = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    for (JsonNode parameter : parameters(allowed)) {
      String name = parameter.get("name").asText();
      for (String text :
          given.containsKey(name) ? SchemaViolations.texts(given.get(name)) : List.<String>of()) {
        switch (parameter.get("in").asText()) {
          case "path" -> path = path.replace("{" + name + "}", encoded(text));
          case "query" -> query.add(encoded(name) + "=" + encoded(text));
          default -> headers.addAll(List.of(name, text));
        }
      }
    }
    String uri = address.get() + "/api/v1" + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(query.isEmpty() ? uri : uri + "?" + String.join("&", query)))
            .timeout(Duration.ofSeconds(60));
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    boolean hasBody = !BODILESS.contains(allowed.method) && !body.isEmpty();
    if (hasBody) {
      request.header("Content-Type", "application/json");
    }
    HttpRequest.BodyPublisher sent =
        hasBody
            ? HttpRequest.BodyPublishers.ofString(body, UTF_8)
            : HttpRequest.BodyPublishers.noBody();
    return request.method(allowed.method.toUpperCase(Locale.ROOT), sent).build();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
