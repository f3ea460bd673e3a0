package io.vedette.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.poison.RecordReader;
import io.vedette.validation.Bounds;
import io.vedette.validation.Reading;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What this package makes of records, for tests. */
public final class ForwardReaders {
  private ForwardReaders() {}

  /** How far a partition has come; gone on with from there. */
  public static RecordReader progress() {
    return record -> {
      Reading<ForwardProgress> read =
          Reading.of(() -> Centre.entry(record.keyText(), record.value()).getValue());
      read.value().ifPresent(ForwardReaders::goOn);
      return Optional.ofNullable(read.reason());
    };
  }

  private static void goOn(ForwardProgress progress) {
    for (long end :
        new long[] {0, progress.next(), Math.min(progress.next() + 100, Bounds.COUNT)}) {
      ForwardProgress next = progress.resumed(Math.min(5, end), end);
      assertThat(next.waiting()).isNotNegative();
      ForwardProgress filled = next.gap().isPresent() ? next.filled(next.gap().get().to()) : next;
      assertThat(ForwardProgress.read(filled.json())).isEqualTo(filled);
    }
  }

  /** A record as it is, for another topic. */
  public static RecordReader copy(String topic) {
    return record -> {
      ProducerRecord<byte[], byte[]> copy = Copies.of(record.consumedBytes(topic, 5), "there");
      assertThat(copy.value()).isEqualTo(record.value());
      assertThat(Copies.size(copy)).isPositive();
      return Optional.empty();
    };
  }
}
