package io.vedette.console.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.access.CameraScope;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.projection.ProjectionReaders;
import io.vedette.store.Database;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SystemRowsTest {
  private static final Instant AT = Instant.parse("2026-11-23T22:41:00Z");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldSayTheLastStepOfEachCameraAndWhoseItWas(Dialect dialect) {
    try (Database database = new Database(TestDatabases.empty(dialect, folder))) {
      new ProjectionReaders(database)
          .store(List.of(step("gate", 17, 1), step("yard", 18, 1), step("gate", 17, 2)));

      SystemRows.Step gate = new SystemRows(database, CameraScope.ALL).steps().get("gate");
      assertThat(gate.number()).isEqualTo(2);
      assertThat(gate.rate()).isEqualTo(0.5);
      assertThat(gate.scale()).isEqualTo(0.25);
      assertThat(gate.isPaused()).isTrue();
      assertThat(gate.isOf(owner(17, "host-1"))).isTrue();
      assertThat(gate.isOf(owner(18, "host-1"))).as("of an earlier session").isFalse();
      assertThat(gate.isOf(owner(17, "host-2"))).as("of another node").isFalse();
      assertThat(new SystemRows(database, CameraScope.of(List.of("yard"))).steps())
          .containsOnlyKeys("yard");
    }
  }

  private static ProducerRecord<String, byte[]> step(String camera, long session, int number) {
    DegradationEvent event =
        new DegradationEvent(
            camera,
            session,
            number,
            "host-1",
            number,
            Duration.ofSeconds(4),
            new DegradationEvent.Measure(0.5, 0.25, true),
            AT.plusSeconds(number));
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>("vedette.events", camera, event.json());
    record.headers().add("ce_type", event.cloudEventsType().getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private static CameraStateEvent owner(long session, String node) {
    return new CameraStateEvent(
        "gate", CameraState.LIVE, session, 1, node, AT, null, null, null, null);
  }
}
