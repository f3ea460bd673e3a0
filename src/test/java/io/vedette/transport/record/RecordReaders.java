package io.vedette.transport.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.poison.RawRecord;
import io.vedette.poison.RecordReader;
import io.vedette.transport.detection.DetectionBatch.Rejection;
import io.vedette.transport.detection.Rejections;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.validation.Reading;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What this package reads from records, for tests. */
public final class RecordReaders {
  private static final long LARGEST = 8 << 20;

  private RecordReaders() {}

  /** A newest session, of the sessions topic. */
  public static RecordReader session() {
    return record ->
        record.value() == null
            ? Optional.empty()
            : reason(Records.session(record.keyText(), record.value()));
  }

  /** A live model's digest. */
  public static RecordReader promotion() {
    return record ->
        record.value() == null || !"live".equals(record.keyText())
            ? Optional.empty()
            : reason(Records.digest(record.value()));
  }

  /** A record of the frames topic, also when it holds no frame. */
  public static FrameRecord frame(RawRecord record) {
    return FrameConsumer.read(record.consumed("vedette.frames", 5), true);
  }

  /** The reason that is written with a rejected frame. */
  public static String rejected(FrameRecord frame, String reason, String stack) {
    ProducerRecord<String, byte[]> written =
        new Rejections("vedette.rejected", LARGEST)
            .records(List.of(new Rejection(frame, reason, stack)))
            .get(0);
    assertThat(written.key()).hasSizeBetween(1, 100);
    return Records.header(written.headers(), "reason");
  }

  /** An event for whoever watches. */
  public static EventReader.Event event(RawRecord record, String topic) {
    return EventReader.event(record.consumed(topic, 5));
  }

  /** The detections of a frame. */
  public static RecordReader detection() {
    return record -> reason(Records.detection(record.keyText(), record.value()));
  }

  private static Optional<String> reason(Reading<?> reading) {
    return Optional.ofNullable(reading.reason());
  }
}
