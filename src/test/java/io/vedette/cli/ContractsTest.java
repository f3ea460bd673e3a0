package io.vedette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.config.Settings;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContractsTest {
  private static final Path DOCUMENT = Path.of("docs/asyncapi.yaml");

  @Test
  void shouldDescribeEveryTopicInTheAsyncApiDocument() throws Exception {
    Topics topics = new Topics(Settings.defaults(TransportSettings.class));
    JsonNode document = new YAMLMapper().readTree(Files.readAllBytes(DOCUMENT));

    List<String> addresses = new ArrayList<>();
    document
        .required("channels")
        .forEach(channel -> addresses.add(channel.get("address").asText()));

    assertThat(document.required("asyncapi").asText()).startsWith("3.");
    assertThat(addresses)
        .containsAll(names(topics))
        .contains(
            "{site}." + topics.frames(),
            "{site}." + topics.detections(),
            "{site}." + topics.events());
  }

  /** What every method that names a topic says; of topics that runs have, the live one. */
  private static List<String> names(Topics topics) throws ReflectiveOperationException {
    List<String> names = new ArrayList<>();
    for (Method method : Topics.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == String.class) {
        Object[] run = method.getParameterCount() == 0 ? new Object[0] : new Object[] {"live"};
        names.add((String) method.invoke(topics, run));
      }
    }
    assertThat(names).contains("vedette.frames", "vedette.owners", "vedette.sessions");
    return names;
  }

  @Test
  void shouldSayWhichRecordsHaveNoCloudEventsAttributes() throws IOException {
    JsonNode document = new YAMLMapper().readTree(Files.readAllBytes(DOCUMENT));

    List<String> bare = new ArrayList<>();
    document
        .at("/components/messages")
        .properties()
        .forEach(
            message -> {
              if (!message.getValue().findValuesAsText("$ref").toString().contains("headers")) {
                bare.add(message.getKey());
              }
            });

    assertThat(bare).containsExactlyInAnyOrder("owner", "session", "promotion", "progress");
    assertThat(document.at("/info/description").asText())
        .contains("vedette.owners", "vedette.sessions", "vedette.promotions", "progress");
  }

  @Test
  void shouldNameEveryTypeOfEvent() throws IOException {
    String text = Files.readString(Path.of("docs/events.md"));

    List<String> types = new ArrayList<>(OperationEvent.cloudEventsTypes());
    Stream.of(SceneEventType.values()).map(SceneEventType::cloudEventsType).forEach(types::add);

    assertThat(types)
        .map(type -> type.replaceAll("^io[.]vedette[.]|[.]v1$", ""))
        .allSatisfy(word -> assertThat(text).contains("`" + word + "`"));
  }

  @Test
  void shouldReferOnlyToWhatIsThere() throws IOException {
    JsonNode document = new YAMLMapper().readTree(Files.readAllBytes(DOCUMENT));

    List<String> missing = new ArrayList<>();
    for (JsonNode reference : document.findValues("$ref")) {
      String text = reference.asText();
      boolean isThere =
          text.startsWith("#")
              ? !document.at(text.substring(1)).isMissingNode()
              : Files.exists(DOCUMENT.resolveSibling(text.replaceFirst("#.*", "")));
      if (!isThere) {
        missing.add(text);
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void shouldDescribeAStepOfDegradation() {
    DegradationEvent step =
        new DegradationEvent(
            "gate",
            17,
            3,
            "host-1",
            2,
            Duration.ofSeconds(4),
            new DegradationEvent.Measure(0.5, 0.5, false),
            Instant.parse("2026-11-23T22:41:00Z"));

    assertThat(new Contracts().problems("operation-event", step.json())).isEmpty();
    assertThat(
            new Contracts()
                .problems(
                    "operation-event",
                    new String(step.json(), UTF_8).replace("0.5", "2").getBytes(UTF_8)))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void shouldRefuseWhatBreaksAContract() {
    Contracts contracts = new Contracts();

    String empty = "{}";
    String noType = "{\"id\":\"a\",\"type\":\"camera.state\",\"camera\":\"gate\"}";

    assertThat(contracts.problems("detection", empty.getBytes())).hasSizeGreaterThan(3);
    assertThat(contracts.problems("operation-event", noType.getBytes())).isNotEmpty();
    assertThat(contracts.problems("scene-event", empty.getBytes())).isNotEmpty();
    assertThat(contracts.problems("camera", empty.getBytes())).isNotEmpty();
    assertThat(contracts.problems("count", empty.getBytes())).isNotEmpty();
    assertThat(contracts.problems("alert", empty.getBytes())).isNotEmpty();
    assertThat(contracts.problems("owner", empty.getBytes())).isNotEmpty();
    assertThat(contracts.problems("owner", noType.getBytes())).isNotEmpty();
    assertThat(contracts.problems("rejected-headers", empty.getBytes())).isNotEmpty();
    assertThat(contracts.problems("forward-progress", empty.getBytes())).isNotEmpty();
  }
}
