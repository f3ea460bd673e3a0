package io.vedette.transport;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.exchange.Exchange;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameConsumer.ShareListener;
import io.vedette.transport.frame.FrameRecord.Partition;
import io.vedette.transport.frame.FrameSelection;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** A detect worker's exchange and the frames that come through it, for tests; closes both. */
public record WorkerClients(Exchange<String> exchange, FrameConsumer frames)
    implements AutoCloseable {
  /** Of a worker whose producer has the given properties. */
  public static WorkerClients open(
      KafkaAccess kafka,
      FrameSelection selection,
      Map<String, Object> producer,
      ShareListener listener) {
    Exchange<String> exchange =
        Exchange.open(FrameConsumer.properties(kafka, selection, selection.group()), producer);
    return new WorkerClients(exchange, new FrameConsumer(exchange, kafka, selection, listener));
  }

  /** Of a worker that publishes nothing. */
  public static WorkerClients open(
      KafkaAccess kafka, FrameSelection selection, ShareListener listener) {
    return open(kafka, selection, kafka.eventProducer(selection.group()), listener);
  }

  /** The frames alone; closing them closes all. */
  public static FrameConsumer frames(
      KafkaAccess kafka, FrameSelection selection, ShareListener listener) {
    return open(kafka, selection, listener).frames();
  }

  /** Commits the offset of the next record to read. */
  public void commit(Partition partition, long next) {
    exchange.commitOffsets(FrameConsumer.offsets(Map.of(partition, next), Map.of()));
  }

  /** Polls until this is a member of the group, so that what it commits counts. */
  public WorkerClients joined() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              frames.poll(Duration.ofMillis(100));
              return !exchange.consumer().groupMetadata().memberId().isEmpty();
            });
    return this;
  }

  @Override
  public void close() {
    frames.close();
  }
}
