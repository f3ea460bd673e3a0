package io.vedette.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.config.Settings;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.transport.Topics;
import io.vedette.transport.TransportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractsTest {
  private static final Path DOCUMENT = Path.of("docs/asyncapi.yaml");

  @Test
  void shouldDescribeEveryTopicInTheAsyncApiDocument() throws IOException {
    Topics topics = new Topics(Settings.defaults(TransportSettings.class));
    JsonNode document = new YAMLMapper().readTree(Files.readAllBytes(DOCUMENT));

    List<String> addresses = new ArrayList<>();
    document
        .required("channels")
        .forEach(channel -> addresses.add(channel.get("address").asText()));

    assertThat(document.required("asyncapi").asText()).startsWith("3.");
    assertThat(addresses)
        .contains(
            topics.cameras(),
            topics.frames(),
            topics.detections(),
            topics.events(),
            topics.counts(),
            topics.alerts(),
            topics.snapshots(),
            topics.rejected(),
            topics.undelivered(),
            topics.owners(),
            topics.sessions("live"),
            topics.spool(),
            "{site}." + topics.frames(),
            "{site}." + topics.detections(),
            "{site}." + topics.events());
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
