package io.vedette.transport.event;

import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.record.CloudEvents;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writer of the topic of kept clips, by their keys; a released one is a tombstone. Thread-safe. */
public final class ClipLog implements AutoCloseable {
  private final KafkaAccess kafka;
  private final String topic;
  private final BatchWriter<String> writer;

  /** Connects when it is used first. */
  public ClipLog(KafkaAccess kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
    this.writer = BatchWriter.of(kafka.eventProducer("vedette-clips"));
  }

  /**
   * Keeps a clip; it counts when this returns.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void keep(KeptClip clip) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, clip.span().key(), clip.json());
    CloudEvents.put(
        record.headers(),
        new CloudEvents.Attributes(
            clip.span().key(),
            KeptClip.CLOUD_EVENTS_TYPE,
            clip.span().camera(),
            clip.at(),
            "application/json"));
    write(record);
  }

  /**
   * Releases a clip; it counts when this returns.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void release(ClipSpan span) {
    write(new ProducerRecord<>(topic, span.key(), null));
  }

  private synchronized void write(ProducerRecord<String, byte[]> record) {
    try {
      writer.write(List.of(record));
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "clips cannot be kept in Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
