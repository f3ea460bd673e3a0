package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code vedette deploy kafka --format strimzi} prints, read by Strimzi's own types. */
class StrimziObjectsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "track.group=vedette-track",
        "sinks.topics.copy.topic=Copied_Alerts",
        "forward.kafka.bootstrap.servers=centre:9092",
        "transport.prefix=plant.west"
      })
  void shouldBeObjectsThatStrimziKnows(String setting) throws IOException {
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    assertThat(line.execute("deploy", "kafka", "--format", "strimzi", "--set", setting)).isZero();
    List<JsonNode> objects = HelmChart.objects(printed.toString());

    assertThat(objects).hasSizeGreaterThan(10);
    for (JsonNode object : objects) {
      assertThat(StrictManifests.read(object)).isNotNull();
    }
  }
}
