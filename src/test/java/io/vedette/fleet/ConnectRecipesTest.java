package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.jdbc.JdbcSinkConnector;
import io.vedette.config.Settings;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes for Kafka Connect, as far as they can be read without the servers they write to. */
class ConnectRecipesTest {
  private static final byte[] EVENT =
      "{\"id\":\"gate/1\",\"type\":\"track.ended\"}".getBytes(StandardCharsets.UTF_8);

  /** What Kafka Connect itself asks a sink for. */
  private static final List<String> COMMON =
      List.of(
          "name",
          "connector.class",
          "tasks.max",
          "topics",
          "consumer.override.isolation.level",
          "key.converter",
          "value.converter",
          "value.converter.schemas.enable",
          "transforms",
          "transforms.row.type",
          "transforms.row.field");

  /** What the makers' references list; their sinks are not on Maven Central. */
  private static final Map<String, List<String>> OF_SINKS =
      Map.of(
          "clickhouse",
          List.of(
              "hostname",
              "port",
              "ssl",
              "database",
              "username",
              "password",
              "topic2TableMap",
              "exactlyOnce"),
          "opensearch",
          List.of(
              "connection.url",
              "connection.username",
              "connection.password",
              "key.ignore",
              "key.ignore.id.strategy",
              "schema.ignore"),
          "s3",
          List.of(
              "format.output.type",
              "format.output.fields",
              "format.output.fields.value.encoding",
              "file.compression.type",
              "file.name.template",
              "aws.s3.bucket.name",
              "aws.s3.region",
              "aws.access.key.id",
              "aws.secret.access.key"));

  @Test
  void shouldHaveARecipeForEachFileAndNoOther() throws Exception {
    Set<String> sinks = new TreeSet<>(OF_SINKS.keySet());
    sinks.addAll(List.of("postgresql", "worker"));
    try (Stream<Path> files = Files.list(ConnectRecipes.FOLDER)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".properties"))
                  .map(name -> name.substring(0, name.indexOf('.'))))
          .containsExactlyInAnyOrderElementsOf(sinks);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "clickhouse", "opensearch", "s3"})
  void shouldReadCommittedRecordsOfATopicThatThereIs(String sink) {
    Map<String, String> recipe = ConnectRecipes.read(sink);

    assertThat(recipe).containsEntry("consumer.override.isolation.level", "read_committed");
    assertThat(recipe.get("topics"))
        .isEqualTo(new Topics(Settings.defaults(TransportSettings.class)).events());
    assertThat(recipe.get("name")).isEqualTo("vedette-" + sink);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "clickhouse", "opensearch", "s3"})
  void shouldHaveNoSecretInIt(String sink) {
    ConnectRecipes.read(sink)
        .forEach(
            (key, value) -> {
              if (key.matches(".*(password|secret|access\\.key|username).*")) {
                assertThat(value)
                    .as(key)
                    .startsWith("${file:" + ConnectRecipes.SECRETS + ":")
                    .endsWith("}");
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"clickhouse", "opensearch", "s3"})
  void shouldSayWhatTheSinksReferencesList(String sink) {
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(OF_SINKS.get(sink));

    assertThat(known).containsAll(ConnectRecipes.read(sink).keySet());
    assertThat(ConnectRecipes.read(sink).keySet()).containsAll(OF_SINKS.get(sink));
  }

  @Test
  void shouldBeValidForDebezium() {
    Map<String, String> recipe = ConnectRecipes.read("postgresql");
    Map<String, List<String>> errors =
        new JdbcSinkConnector()
            .validate(recipe).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));

    assertThat(errors).isEmpty();
  }

  /** Converters and transforms are Kafka Connect's own, and give sinks what they are to have. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "clickhouse", "opensearch", "s3"})
  void shouldHandSinksTheEvent(String sink) throws Exception {
    Object handed = handed(ConnectRecipes.read(sink));

    switch (sink) {
      case "opensearch" ->
          assertThat(handed).isEqualTo(Map.of("id", "gate/1", "type", "track.ended"));
      case "s3" -> assertThat(handed).isEqualTo(EVENT);
      default ->
          assertThat(((Struct) handed).getString("event"))
              .isEqualTo(new String(EVENT, StandardCharsets.UTF_8));
    }
  }

  private static Object handed(Map<String, String> recipe) throws Exception {
    Map<String, String> all = new HashMap<>(ConnectRecipes.read("worker"));
    all.putAll(recipe);
    Converter converter = made(Converter.class, all.get("value.converter"));
    converter.configure(within(all, "value.converter."), false);
    SchemaAndValue value = converter.toConnectData("vedette.events", EVENT);
    SinkRecord record =
        new SinkRecord("vedette.events", 0, null, "gate", value.schema(), value.value(), 7);
    if (all.containsKey("transforms")) {
      @SuppressWarnings("unchecked")
      Transformation<SinkRecord> transform =
          made(Transformation.class, all.get("transforms.row.type"));
      try (transform) {
        transform.configure(within(all, "transforms.row."));
        record = transform.apply(record);
      }
    }
    return record.value();
  }

  private static <T> T made(Class<T> kind, String name) throws ReflectiveOperationException {
    return kind.cast(Class.forName(name).getDeclaredConstructor().newInstance());
  }

  private static Map<String, String> within(Map<String, String> all, String prefix) {
    return all.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
  }
}
