package io.vedette.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.GoldenFile;
import io.vedette.cli.Contracts;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Motion;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.frame.TraceContext;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.transport.record.CloudEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRecordsTest {
  private static final byte[] JPEG = {1, 2, 3};

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2199-12-31T23:59:59.999999Z"})
  void shouldReadWhatItWrote(String time) {
    Frame frame = frame(Instant.parse(time));

    assertThat(FrameRecords.read(record("gate", JPEG, frame)))
        .usingRecursiveComparison()
        .isEqualTo(frame);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+300000-01-01T00:00:00Z",
        "-300000-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z"
      })
  void shouldRefuseATimeThatCannotBeReckonedWith(String time) {
    ConsumerRecord<String, byte[]> record = record("gate", JPEG, frame(Instant.EPOCH));
    record.headers().remove(CloudEvents.TIME);
    CloudEvents.put(record.headers(), CloudEvents.TIME, time);

    assertThatThrownBy(() -> FrameRecords.read(record))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("header ce_time: expected a time from 1970 to 2200, found " + time);
  }

  @Test
  void shouldWriteTheSameHeadersAsAnEarlierVersion() {
    List<String> headers = new ArrayList<>();
    Frame frame = frame(Instant.parse("2026-11-24T10:00:00.123456Z"));
    FrameRecords.write("frames", null, frame)
        .headers()
        .forEach(h -> headers.add(h.key() + "=" + new String(h.value(), StandardCharsets.UTF_8)));

    GoldenFile.assertSame("frame-headers.txt", headers);
  }

  /** What is not traced has the same bytes as before there were traces. */
  @Test
  void shouldNameTheTraceOfATracedFrameAlone() throws IOException {
    Frame plain = frame(Instant.EPOCH);
    Frame traced = plain.with(TraceContext.of(plain.id(), plain.capturedAt()));
    ProducerRecord<String, byte[]> record = FrameRecords.write("frames", null, traced);

    assertThat(record.headers())
        .startsWith(FrameRecords.write("frames", null, plain).headers().toArray())
        .last()
        .extracting(header -> header.key())
        .isEqualTo("traceparent");
    assertThat(new Contracts().problems("cloudevents-headers", record.headers())).isEmpty();
    assertThat(FrameRecords.read(record("gate", JPEG, traced)).trace()).isEqualTo(traced.trace());
    assertThat(FrameRecords.read(record("gate", JPEG, plain)).trace()).isNull();
  }

  @Test
  void shouldTakeAFrameWhoseTraceCannotBeReadForUntraced() {
    ConsumerRecord<String, byte[]> record = record("gate", JPEG, frame(Instant.EPOCH));
    CloudEvents.put(record.headers(), "traceparent", "00-nonsense");

    assertThat(FrameRecords.read(record).trace()).isNull();
  }

  @Test
  void shouldRefuseARecordWithoutAPicture() {
    assertThatThrownBy(() -> FrameRecords.read(record("gate", null, frame(Instant.EPOCH))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value: expected a JPEG, found none");
  }

  @Test
  void shouldRefuseARecordWhoseKeyIsNoCamera() {
    Frame frame = frame(Instant.EPOCH);

    assertThatThrownBy(() -> FrameRecords.read(record(null, JPEG, frame)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: expected a camera's id, found none");
    assertThatThrownBy(() -> FrameRecords.read(record("", JPEG, frame)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key: expected a camera's id");
    ConsumerRecord<String, byte[]> vast = record("x".repeat(1_000_000), JPEG, frame);
    assertThatThrownBy(() -> FrameRecords.read(vast))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key: expected a camera's id")
        .hasMessageMatching(".{1,200}");
    assertThat(FrameRecords.camera(vast)).isEqualTo("unknown");
  }

  @Test
  void shouldWriteOnlyHeadersThatTheContractsKnow() throws IOException {
    ProducerRecord<String, byte[]> record =
        FrameRecords.write("vedette.frames", null, frame(Instant.EPOCH));
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

  @Test
  void shouldCarryWhatTheMotionGateSaid() throws IOException {
    Frame plain = frame(Instant.EPOCH);
    Motion motion =
        new Motion(
            List.of(new RelativeBox(0, 0.5, 1, 0.5), new RelativeBox(1.0 / 4096, 0, 0.25, 0.125)),
            true,
            9,
            "0a1b2c3d");
    Frame gated = gated(plain, motion);
    Frame quiet = gated(plain, new Motion(List.of(), false, 0, "0a1b2c3d"));

    assertThat(FrameRecords.read(record("gate", JPEG, gated)).motion()).isEqualTo(motion);
    assertThat(FrameRecords.read(record("gate", JPEG, quiet)).motion()).isEqualTo(quiet.motion());
    assertThat(FrameRecords.read(record("gate", JPEG, plain)).motion()).isNull();
    Contracts contracts = new Contracts();
    for (Frame one : List.of(gated, quiet)) {
      assertThat(
              contracts.problems(
                  "frame-headers", FrameRecords.write("frames", null, one).headers()))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "motion=1,2,3",
        "motion=a",
        "motion=0,0,1,1 0,0,1,1 0,0,1,1 0,0,1,1 0,0,1,1 0,0,1,1 0,0,1,1 0,0,1,1 0,0,1,1",
        "motion_whole=yes",
        "still=-1",
        "still=9999999999999999",
        "motion_cfg=gate"
      })
  void shouldRefuseWhatNoMotionGateSays(String header) {
    String name = header.substring(0, header.indexOf('='));
    Frame gated = gated(frame(Instant.EPOCH), new Motion(List.of(), false, 0, "0a"));
    ConsumerRecord<String, byte[]> record = record("gate", JPEG, gated);
    record.headers().remove(name);
    CloudEvents.put(record.headers(), name, header.substring(header.indexOf('=') + 1));

    assertThatThrownBy(() -> FrameRecords.read(record))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header " + name);
  }

  private static Frame gated(Frame frame, Motion motion) {
    return new Frame(
        frame.id(),
        frame.capturedAt(),
        frame.clock(),
        frame.size(),
        frame.jpeg(),
        frame.times(),
        motion);
  }

  private static Frame frame(Instant time) {
    return new Frame(
        new FrameId("gate", 1, 2),
        time,
        CaptureClock.HOST,
        new Size(4, 3),
        JPEG,
        StageTimes.NONE.with(Stage.DECODE, 2_100));
  }

  private static ConsumerRecord<String, byte[]> record(String key, byte[] value, Frame frame) {
    ProducerRecord<String, byte[]> written = FrameRecords.write("frames", 0, frame);
    ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("frames", 0, 0, key, value);
    written.headers().forEach(record.headers()::add);
    return record;
  }

  private static List<String> names(String schema) throws IOException {
    JsonNode document =
        new ObjectMapper().readTree(Path.of("docs/schema", schema + ".schema.json").toFile());
    List<String> names = new ArrayList<>();
    document.required("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
