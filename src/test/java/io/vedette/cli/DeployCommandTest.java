package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DeployCommandTest {
  @Test
  void shouldPrintCommandsOfKafkasTools() {
    List<String> lines = print("--set", "transport.replicas=3").lines().toList();

    assertThat(lines)
        .allMatch(line -> line.startsWith("kafka-topics --create") || line.startsWith("kafka-acls"))
        .anyMatch(
            line ->
                line.startsWith(
                        "kafka-topics --create --if-not-exists --topic vedette.owners --partitions"
                            + " 1 --replication-factor 3 ")
                    && line.contains(" --config cleanup.policy=compact "))
        .contains(
            "kafka-acls --add --allow-principal User:vedette-detect --operation Read --topic"
                + " vedette.frames")
        .contains(
            "kafka-acls --add --allow-principal User:vedette-track --operation Write"
                + " --transactional-id vedette-track- --resource-pattern-type prefixed");
    assertThat(lines)
        .filteredOn(line -> line.contains("--operation Create"))
        .as("only what Kafka Streams makes")
        .singleElement()
        .asString()
        .contains("vedette-track-scenes-changelog");
  }

  @Test
  void shouldPrintObjectsOfStrimzi() throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    new YAMLMapper()
        .readerFor(JsonNode.class)
        .<JsonNode>readValues(print("--format", "strimzi", "--cluster", "bus"))
        .forEachRemaining(objects::add);

    assertThat(objects)
        .allSatisfy(
            object -> {
              assertThat(object.at("/apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
              assertThat(object.at("/metadata/labels/strimzi.io~1cluster").asText())
                  .isEqualTo("bus");
            })
        .filteredOn(object -> object.at("/kind").asText().equals("KafkaUser"))
        .extracting(object -> object.at("/metadata/name").asText())
        .containsExactly("vedette-ingest", "vedette-detect", "vedette-track", "vedette-console");
    assertThat(objects.toString())
        .contains("\"topicName\":\"vedette.frames\",\"partitions\":8,\"replicas\":1")
        .contains(
            "{\"resource\":{\"type\":\"transactionalId\",\"name\":\"vedette-detect-\",\"patternType\":\"prefix\"},\"operations\":[\"Write\"]}");
  }

  @Test
  void shouldPrintObjectsOfAnOlderStrimzi() {
    assertThat(print("--format", "strimzi", "--strimzi-api", "v1beta2").lines())
        .contains("apiVersion: kafka.strimzi.io/v1beta2")
        .doesNotContain("apiVersion: kafka.strimzi.io/v1");
  }

  @Test
  void shouldPrintOneJsonObjectWithSinksAndForwarder() throws IOException {
    JsonNode all =
        new ObjectMapper()
            .readTree(
                print(
                    "--format=json",
                    "--set=sinks.topics.copy.topic=copied",
                    "--set=forward.kafka.bootstrap.servers=centre:9092"));

    assertThat(all.at("/topics").findValuesAsText("name"))
        .contains("vedette.frames", "vedette.undelivered")
        .doesNotHaveDuplicates();
    assertThat(all.at("/users").findValuesAsText("name"))
        .contains("vedette-track", "vedette-forward", "copied", "vedette-sinks-");
  }

  private static String print(String... options) {
    List<String> command = new ArrayList<>(List.of("deploy", "kafka"));
    command.addAll(List.of(options));
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    assertThat(line.execute(command.toArray(String[]::new))).isZero();
    return printed.toString();
  }
}
