package io.vedette.transport.camera;

import io.vedette.runtime.Failure;
import io.vedette.transport.Failures;
import io.vedette.transport.KafkaAccess;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
   * @return each camera's session, larger than all before, anywhere
   * @throws Failure of action RETRY when Kafka cannot be used; the claims may count nevertheless
   */
  public Map<String, Long> claim(Collection<String> cameras, String node) {
    try {
      if (table.session(0).isEmpty()) {
        layBase();
      }
      Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
      for (String camera : cameras) {
        ProducerRecord<String, byte[]> record =
            new ProducerRecord<>(topic, camera, OwnerTable.claim(node));
        sent.put(camera, producer().send(record));
      }
      return sessions(sent);
    } catch (KafkaException e) {
      throw Failures.of("cameras cannot be claimed in Kafka at " + kafka.bootstrapServers(), e);
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
                new ProducerRecord<>(topic, OwnerTable.BASE_KEY, OwnerTable.base(clock.millis())));
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
