package io.vedette.transport.event;

import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.transport.client.KafkaAccess;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writer of the topic of kept clips, by their keys; a released one is a tombstone. Thread-safe. */
public final class ClipLog implements AutoCloseable {
  private final String topic;
  private final LogWriter writer;

  /** A log that connects at its first use. */
  public ClipLog(KafkaAccess kafka, String topic) {
    this.topic = topic;
    this.writer = new LogWriter(kafka, "vedette-clips", "clips cannot be kept in Kafka");
  }

  /**
   * Keeps a clip; returns when Kafka has the record.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void keep(KeptClip clip) {
    String key = clip.span().key();
    writer.write(
        List.of(
            LogWriter.described(
                new ProducerRecord<>(topic, key, clip.json()),
                key,
                KeptClip.CLOUD_EVENTS_TYPE,
                clip.span().camera(),
                clip.at())));
  }

  /**
   * Releases a clip; returns when Kafka has the record.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is not known
   */
  public void release(ClipSpan span) {
    writer.write(List.of(new ProducerRecord<>(topic, span.key(), null)));
  }

  @Override
  public void close() {
    writer.close();
  }
}
