package io.vedette.transport.table;

import io.vedette.event.clip.KeptClip;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.RecordDefects;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The table of all clips that are kept. Confined to one thread. */
public final class ClipTable implements AutoCloseable {
  private final TableReader reader;
  private final RecordDefects defects;
  private final Map<String, KeptClip> clips = new TreeMap<>();

  /**
   * Reads all records up to the present end.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public ClipTable(KafkaAccess kafka, String topic) {
    this.reader = new TableReader(kafka, "vedette-clips", topic);
    this.defects = kafka.defects();
    try {
      reader.readToEnd(this::apply);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Reads the records that come within a time.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka fails
   */
  public void follow(Duration timeout) {
    reader.poll(timeout, this::apply);
  }

  /** The clips that are kept at present. */
  public List<KeptClip> clips() {
    return List.copyOf(clips.values());
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    if (record.key() != null && record.value() == null) {
      clips.remove(record.key());
      return;
    }
    KeptClip.read(record.key(), record.value())
        .orElse(reason -> defects.add(record, reason))
        .ifPresent(clip -> clips.put(clip.span().key(), clip));
  }

  @Override
  public void close() {
    reader.close();
  }
}
