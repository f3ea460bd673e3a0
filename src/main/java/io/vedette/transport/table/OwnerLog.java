package io.vedette.transport.table;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.exchange.LazyProducer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** The claims of cameras for a node: each claim is a new session. Confined to one thread. */
public final class OwnerLog implements AutoCloseable {
  private static final String CLIENT = "vedette-owners";
  private static final Duration ROUND = Duration.ofMillis(100);
  private static final int ROUNDS = 50;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15); // of what is under way

  private final KafkaAccess kafka;
  private final String topic;
  private final OwnerTable table;
  private final InstantSource clock;
  private final LazyProducer<String> producer;

  /**
   * @param table the table of the same topic, on the same thread; the caller closes it
   */
  public OwnerLog(KafkaAccess kafka, String topic, OwnerTable table, InstantSource clock) {
    this.kafka = kafka;
    this.topic = topic;
    this.table = table;
    this.clock = clock;
    this.producer = new LazyProducer<>(() -> KafkaClients.producer(properties(kafka)));
  }

  /**
   * Takes cameras over.
   *
   * @param cameras the coming attempt at each camera, by id
   * @return each camera's session, larger than all before, anywhere
   * @throws Failure of action RETRY when Kafka cannot be used; the claims may count nevertheless
   */
  public Map<String, Long> claim(Map<String, Attempt> cameras, String node) {
    try {
      if (table.base().isEmpty()) {
        layBase();
      }
      long base = table.base().orElseThrow(() -> unsure("has no base that can be read yet"));
      int beginnings = table.beginnings();
      Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
      cameras.forEach(
          (camera, attempt) -> {
            byte[] claim = OwnerRecords.claim(node, attempt, base);
            sent.put(camera, producer.get().send(new ProducerRecord<>(topic, camera, claim)));
          });
      Map<String, Long> sessions = new LinkedHashMap<>();
      sent.forEach(
          (camera, future) -> sessions.put(camera, base + KafkaFailures.await(future).offset()));
      table.catchUp();
      if (table.beginnings() != beginnings) {
        throw unsure("begins again");
      }
      return sessions;
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "cameras cannot be claimed in Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  /**
   * Writes states of cameras, and returns once they are in Kafka.
   *
   * @throws Failure of action RETRY when Kafka cannot be used; they may be written nevertheless
   */
  public void write(Collection<CameraStateEvent> states) {
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (CameraStateEvent state : states) {
        sent.add(producer.get().send(new ProducerRecord<>(topic, state.camera(), state.json())));
      }
      sent.forEach(KafkaFailures::await);
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "states cannot be written to Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }

  private Failure unsure(String what) {
    return Failure.retry("topic %s %s".formatted(topic, what), null);
  }

  /**
   * Writes the base. Of two nodes that do so at once, one has to begin again, and finds the
   * other's.
   */
  private void layBase() {
    try (BatchWriter<String> alone = BatchWriter.of(kafka.transactionalProducer(CLIENT, topic))) {
      alone.open();
      table.catchUp();
      if (table.base().isEmpty()) {
        alone.write(
            List.of(
                new ProducerRecord<>(
                    topic, OwnerRecords.BASE_KEY, OwnerRecords.base(clock.millis()))));
      }
      for (int i = 0; i < ROUNDS && table.base().isEmpty(); i++) {
        table.follow(ROUND); // it can be read a moment after it was committed
      }
    }
  }

  private static Map<String, Object> properties(KafkaAccess kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.eventProducer(CLIENT));
    properties.put("max.block.ms", "5000");
    properties.put("delivery.timeout.ms", "15000");
    properties.put("request.timeout.ms", "5000");
    return properties;
  }
}
