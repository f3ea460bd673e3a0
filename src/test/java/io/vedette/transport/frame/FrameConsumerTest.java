package io.vedette.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.exchange.Exchange;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** A consumer of frames over Kafka's own stand-in for its client. */
class FrameConsumerTest {
  private static final TopicPartition FRAMES = new TopicPartition("frames", 0);

  /** A client that cannot tell how much is left to read. */
  private static final class Unsure extends MockConsumer<String, byte[]> {
    private Unsure() {
      super("earliest");
    }

    @Override
    public synchronized OptionalLong currentLag(TopicPartition partition) {
      throw new TimeoutException("no answer");
    }
  }

  /** A listener to nothing. */
  private static final class Deaf implements FrameConsumer.ShareListener {
    @Override
    public void gained(Set<Partition> partitions) {}

    @Override
    public void giving(Set<Partition> partitions) {}

    @Override
    public void lost(Set<Partition> partitions) {}

    @Override
    public void recalled(FrameRecord record) {}
  }

  @Test
  void shouldLoseNoRecordWhenKafkaCannotTellHowManyAreLeft() {
    Unsure client = new Unsure();
    KafkaAccess kafka =
        new KafkaAccess(
            Map.of("bootstrap.servers", "127.0.0.1:1"), Settings.defaults(TransportSettings.class));
    Exchange<String> exchange = new Exchange<>(client, BatchWriter.of(Map.of()));
    try (FrameConsumer consumer =
        new FrameConsumer(exchange, kafka, FrameSelection.shared("frames", "group"), new Deaf())) {
      client.updateBeginningOffsets(Map.of(FRAMES, 0L));
      client.schedulePollTask(
          () -> {
            client.rebalance(List.of(FRAMES));
            client.addRecord(new ConsumerRecord<>("frames", 0, 0, "gate", new byte[1]));
          });

      List<FrameRecord> read = consumer.poll(Duration.ofMillis(10));

      assertThat(read).extracting(FrameRecord::offset).containsExactly(0L);
      assertThat(read).extracting(FrameRecord::isLatest).containsExactly(false);
    }
  }
}
