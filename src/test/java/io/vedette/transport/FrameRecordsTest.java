package io.vedette.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.app.Contracts;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class FrameRecordsTest {
  private static final Frame FRAME =
      new Frame(
          new FrameId("gate", 17, 4211),
          Instant.parse("2026-11-23T22:40:16.123456Z"),
          CaptureClock.RTCP,
          new Size(1280, 720),
          new byte[] {1},
          StageTimes.NONE.with(Stage.DECODE, 2_100));

  @Test
  void shouldWriteOnlyHeadersThatTheContractsKnow() throws IOException {
    ProducerRecord<String, byte[]> record = FrameRecords.write("vedette.frames", null, FRAME);
    FrameRecords.setPriority(record, -3);

    Contracts contracts = new Contracts();
    assertThat(contracts.problems("frame-headers", record.headers())).isEmpty();
    assertThat(contracts.problems("cloudevents-headers", record.headers())).isEmpty();
    List<String> known = new ArrayList<>(names("frame-headers"));
    known.addAll(names("cloudevents-headers"));
    assertThat(record.headers())
        .extracting(header -> header.key())
        .contains("priority")
        .allMatch(key -> known.contains(key) || key.startsWith("us_"));
  }

  private static List<String> names(String schema) throws IOException {
    JsonNode document =
        new ObjectMapper().readTree(Path.of("docs/schema", schema + ".schema.json").toFile());
    List<String> names = new ArrayList<>();
    document.required("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
