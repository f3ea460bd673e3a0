package io.vedette.transport.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.GoldenFile;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Motion;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.transport.detection.DetectionBatch.Rejection;
import io.vedette.transport.frame.FrameRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RejectionsTest {
  private static final byte[] JPEG = {1, 2, 3};
  private static final long ENOUGH = 1 << 20;

  @Test
  void shouldWriteTheSameBytesAsAnEarlierVersion() {
    List<String> lines = new ArrayList<>();
    List<Rejection> rejected =
        List.of(
            new Rejection(frame(JPEG), "the picture is no JPEG", "java.lang.Exception\n\tat A"),
            new Rejection(strange(), "the record has no frame\r\n\u001b[31m", ""));
    for (ProducerRecord<String, byte[]> record :
        new Rejections("vedette.rejected", ENOUGH).records(rejected)) {
      lines.add("key=" + record.key() + " value=" + HexFormat.of().formatHex(record.value()));
      record
          .headers()
          .forEach(
              header -> lines.add(header.key() + "=" + text(header.value()).replace("\n", "\\n")));
    }

    GoldenFile.assertSame("rejected.txt", lines);
  }

  @Test
  void shouldLeaveOutAPictureThatIsTooLarge() {
    Rejections rejections = new Rejections("vedette.rejected", 5_000);
    List<Rejection> rejected = List.of(new Rejection(frame(new byte[10_000]), "broken", ""));

    ProducerRecord<String, byte[]> record = rejections.records(rejected).get(0);

    assertThat(record.value()).isNull();
    assertThat(text(record.headers().lastHeader("reason").value())).isEqualTo("broken");
  }

  @Test
  void shouldWriteNothingWithoutATopic() {
    List<Rejection> rejected = List.of(new Rejection(frame(JPEG), "broken", ""));

    assertThat(new Rejections(null, ENOUGH).records(rejected)).isEmpty();
  }

  private static FrameRecord frame(byte[] jpeg) {
    Motion motion = new Motion(List.of(new RelativeBox(0.25, 0.5, 0.125, 0.25)), false, 3, "0a");
    Frame frame =
        new Frame(
            new FrameId("gate", 7, 40),
            Instant.parse("2026-11-24T10:00:00.123456Z"),
            CaptureClock.RTCP,
            new Size(1280, 720),
            jpeg,
            StageTimes.NONE,
            motion);
    return new FrameRecord("gate", partition(), 41, 0, 0, false, jpeg, frame, null);
  }

  /** A record that makes no frame. */
  private static FrameRecord strange() {
    RuntimeException defect = new IllegalArgumentException("strange");
    return new FrameRecord("", partition(), 42, 0, 0, false, JPEG, null, defect);
  }

  private static FrameRecord.Partition partition() {
    return new FrameRecord.Partition("vedette.frames", 5);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
