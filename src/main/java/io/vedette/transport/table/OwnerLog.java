package io.vedette.transport.table;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Claims cameras for a node: each claim is a new session. Confined to one thread. */
public final class OwnerLog implements AutoCloseable {
  private static final String CLIENT = "vedette-owners";

  private final KafkaAccess kafka;
  private final String topic;
  private final OwnerTable table;
  private final InstantSource clock;
  private @Nullable KafkaProducer<String, byte[]> producer;

  /**
   * @param table of the same topic, on the same thread; stays the caller's
   */
  public OwnerLog(KafkaAccess kafka, String topic, OwnerTable table, InstantSource clock) {
    this.kafka = kafka;
    this.topic = topic;
    this.table = table;
    this.clock = clock;
  }

  /**
   * Takes cameras over.
   *
   * @param cameras by their ids, each with the attempt that is about to be made
   * @return each camera's session, larger than all before, anywhere
   * @throws Failure of action RETRY when Kafka cannot be used; the claims may count nevertheless
   */
  public Map<String, Long> claim(Map<String, Attempt> cameras, String node) {
    try {
      if (table.session(0).isEmpty()) {
        layBase();
      }
      Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
      cameras.forEach(
          (camera, attempt) -> {
            byte[] claim = OwnerRecords.claim(node, attempt);
            sent.put(camera, producer().send(new ProducerRecord<>(topic, camera, claim)));
          });
      return sessions(sent);
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
        sent.add(producer().send(new ProducerRecord<>(topic, state.camera(), state.json())));
      }
      sent.forEach(OwnerLog::await);
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "states cannot be written to Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  @Override
  public void close() {
    KafkaProducer<String, byte[]> present = producer;
    producer = null;
    if (present != null) {
      present.close();
    }
  }

  private Map<String, Long> sessions(Map<String, Future<RecordMetadata>> sent) {
    Map<String, Long> offsets = new LinkedHashMap<>();
    sent.forEach((camera, future) -> offsets.put(camera, await(future).offset()));
    table.catchUp(); // the base may be another one since, when the topic was made anew
    Map<String, Long> sessions = new HashMap<>();
    offsets.forEach((camera, offset) -> sessions.put(camera, session(offset)));
    return sessions;
  }

  private long session(long offset) {
    OptionalLong session = table.session(offset);
    if (session.isEmpty()) {
      throw Failure.retry("topic " + topic + " was made anew", null);
    }
    return session.getAsLong();
  }

  /** Of two nodes that lay a base at once, one has to begin again, and finds the other's. */
  private void layBase() {
    try (KafkaProducer<String, byte[]> alone =
        producer(kafka.transactionalProducer(CLIENT, topic))) {
      alone.initTransactions();
      table.catchUp();
      if (table.session(0).isEmpty()) {
        alone.beginTransaction();
        var unused =
            alone.send(
                new ProducerRecord<>(
                    topic, OwnerRecords.BASE_KEY, OwnerRecords.base(clock.millis())));
        alone.commitTransaction();
        table.catchUp();
      }
    }
  }

  private KafkaProducer<String, byte[]> producer() {
    KafkaProducer<String, byte[]> present = producer;
    if (present == null) {
      Map<String, Object> properties = new HashMap<>(kafka.eventProducer(CLIENT));
      properties.put("max.block.ms", "5000");
      properties.put("delivery.timeout.ms", "15000");
      properties.put("request.timeout.ms", "5000");
      present = producer(properties);
      producer = present;
    }
    return present;
  }

  private static KafkaProducer<String, byte[]> producer(Map<String, Object> properties) {
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  private static RecordMetadata await(Future<RecordMetadata> sent) {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }
}
