package io.vedette.transport.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** An exchange over Kafka's own stand-ins for its clients. */
class ExchangeTest {
  private static final TopicPartition FRAMES = new TopicPartition("frames", 0);
  private static final int MOST = 10;

  private final List<Refusing> producers = new ArrayList<>();
  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");

  @Test
  void shouldCommitRecordsAndOffsetsTogether() {
    try (Exchange<String> exchange = exchange(true)) {
      consumer.addRecord(new ConsumerRecord<>("frames", 0, 0, "gate", new byte[1]));

      assertThat(exchange.poll(Duration.ZERO)).hasSize(1);
      exchange.commit(next(1), List.of(record(1)));

      assertThat(last().history()).containsExactly(record(1));
      assertThat(last().consumerGroupOffsetsHistory())
          .containsExactly(Map.of(consumer.groupMetadata().groupId(), next(1)));
    }
  }

  @Test
  void shouldCountNothingOfABatchThatFailsAndWriteTheNextByAnotherProducer() {
    try (Exchange<String> exchange = exchange(true)) {
      exchange.connect();
      last().commitTransactionException = new ProducerFencedException("gone");

      assertThatThrownBy(() -> exchange.commit(next(1), List.of(record(1))))
          .isInstanceOf(ProducerFencedException.class);
      assertThat(last().closed()).isTrue();
      assertThat(last().history()).isEmpty();

      assertThat(exchange.recover(Set.of(FRAMES))).isEmpty();
      exchange.commit(next(1), List.of(record(2)));
      assertThat(producers).hasSize(2);
      assertThat(last().history()).containsExactly(record(2));
    }
  }

  @Test
  void shouldNotCommitOffsetsOfRecordsThatWereNotAcknowledged() {
    try (Exchange<String> exchange = exchange(false)) {
      assertThatThrownBy(() -> exchange.commit(next(1), List.of(record(1), record(MOST + 1))))
          .isInstanceOf(RecordTooLargeException.class);
      assertThat(exchange.committed(Set.of(FRAMES))).isEmpty();

      exchange.commit(next(1), List.of(record(1)));
      assertThat(exchange.committed(Set.of(FRAMES))).isEqualTo(next(1));
    }
  }

  @Test
  void shouldLeaveOutExactlyTheRecordsThatAreRefused() {
    List<ProducerRecord<String, byte[]>> refused = new ArrayList<>();
    try (Exchange<String> exchange = exchange(true)) {
      exchange.commitAccepted(
          next(4),
          List.of(record(MOST + 1), record(1), record(MOST + 2), record(2)),
          (record, reason) -> refused.add(record));

      assertThat(refused).containsExactlyInAnyOrder(record(MOST + 1), record(MOST + 2));
      assertThat(last().history()).containsExactly(record(1), record(2));
      assertThat(last().consumerGroupOffsetsHistory())
          .containsExactly(Map.of(consumer.groupMetadata().groupId(), next(4)));
    }
  }

  @Test
  void shouldPassOnWhatIsNoRecordsFault() {
    try (Exchange<String> exchange = exchange(true)) {
      exchange.connect();
      last().commitTransactionException = new KafkaException("no answer");

      assertThatThrownBy(
              () -> exchange.commitAccepted(next(1), List.of(record(1)), (record, reason) -> {}))
          .hasMessage("no answer");
    }
  }

  @Test
  void shouldKeepAWakeupForTheNextPoll() {
    try (Exchange<String> exchange = exchange(true)) {
      exchange.wakeup();

      exchange.commitOffsets(next(1));

      assertThat(exchange.committed(Set.of(FRAMES))).isEqualTo(next(1));
      assertThatThrownBy(() -> exchange.poll(Duration.ZERO)).isInstanceOf(WakeupException.class);
    }
  }

  private Exchange<String> exchange(boolean isTransactional) {
    consumer.assign(List.of(FRAMES));
    consumer.updateBeginningOffsets(Map.of(FRAMES, 0L));
    BatchWriter<String> writer =
        new BatchWriter<>(
            () -> {
              producers.add(new Refusing());
              return last();
            },
            isTransactional);
    return new Exchange<>(consumer, writer);
  }

  private Refusing last() {
    return producers.get(producers.size() - 1);
  }

  private static Map<TopicPartition, OffsetAndMetadata> next(long offset) {
    return Map.of(FRAMES, new OffsetAndMetadata(offset, ""));
  }

  private static ProducerRecord<String, byte[]> record(int bytes) {
    return new ProducerRecord<>("detections", "gate", Values.of(bytes));
  }

  /** Equal records need the same array. */
  private static final class Values {
    private static final Map<Integer, byte[]> BY_SIZE =
        Map.of(
            1,
            new byte[1],
            2,
            new byte[2],
            MOST + 1,
            new byte[MOST + 1],
            MOST + 2,
            new byte[MOST + 2]);

    static byte[] of(int bytes) {
      return BY_SIZE.get(bytes);
    }
  }

  /** Refuses large records as the real one does: the transaction fails with them. */
  private static final class Refusing extends MockProducer<String, byte[]> {
    private RuntimeException refusal;

    Refusing() {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
      return send(record, null);
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> record, Callback callback) {
      if (refusal != null) {
        throw new KafkaException("an earlier record failed", refusal);
      }
      if (record.value().length > MOST) {
        RecordTooLargeException tooLarge = new RecordTooLargeException("too large");
        refusal = isTransactional() ? tooLarge : null;
        return CompletableFuture.failedFuture(tooLarge);
      }
      return super.send(record, callback);
    }

    private boolean isTransactional() {
      return transactionInitialized();
    }

    @Override
    public void commitTransaction() {
      if (refusal != null) {
        throw new KafkaException("an earlier record failed", refusal);
      }
      super.commitTransaction();
    }

    @Override
    public void abortTransaction() {
      refusal = null;
      super.abortTransaction();
    }
  }
}
