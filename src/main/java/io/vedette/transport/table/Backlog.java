package io.vedette.transport.table;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a run's topic at one moment, while a consumer group reads them. Confined to one
 * thread; caller closes.
 */
public final class Backlog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final long PATIENCE_SECONDS = 5;

  private final Map<TopicPartition, Long> ends;
  private final KafkaAccess kafka;
  private final String group;
  private final Admin admin;

  /**
   * The backlog at this moment.
   *
   * @throws io.vedette.runtime.Failure of action STOP when there is no such run, RETRY when Kafka
   *     cannot be read
   */
  public Backlog(KafkaAccess kafka, String topic, String group) {
    this.ends = RunReader.ends(kafka, topic);
    this.kafka = kafka;
    this.group = group;
    this.admin = KafkaClients.admin(kafka.admin());
  }

  /**
   * Whether the group has read all of it; false while that is unknown.
   *
   * @throws io.vedette.runtime.Failure of action STOP when Kafka refuses to answer
   */
  public boolean isTaken() {
    try {
      Map<TopicPartition, OffsetAndMetadata> done =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return ends.entrySet().stream().allMatch(end -> isAt(done.get(end.getKey()), end.getValue()));
    } catch (ExecutionException | TimeoutException e) {
      KafkaFailures.requireAllowed(kafka, "the progress of %s cannot be read".formatted(group), e);
      LOG.debug("the progress of {} cannot be read", group, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isAt(@Nullable OffsetAndMetadata next, long end) {
    return next != null && next.offset() >= end;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
