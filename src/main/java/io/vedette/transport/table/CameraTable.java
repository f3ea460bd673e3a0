package io.vedette.transport.table;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.RecordDefects;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All cameras of all partitions, by id, and those that were removed, as long as the topic remembers
 * them. Confined to one thread.
 */
public final class CameraTable implements AutoCloseable {
  private final TableReader reader;
  private final RecordDefects defects;
  private final Map<String, CameraRecord> cameras = new TreeMap<>();
  private final Map<String, CameraRecord> removed = new TreeMap<>();

  /**
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public CameraTable(KafkaAccess kafka, String topic) {
    this.reader = new TableReader(kafka, "vedette-cameras", topic);
    this.defects = kafka.defects();
  }

  /** Reads up to the present end. */
  public CameraTable catchUp() {
    reader.readToEnd(this::apply);
    return this;
  }

  /** Reads the records that come within a time. */
  public void follow(Duration timeout) {
    reader.poll(timeout, this::apply);
  }

  /** The cameras that are not removed, by id. */
  public Map<String, CameraRecord> cameras() {
    return cameras;
  }

  /** The last record of each camera, also of those that are removed, by id. */
  public Map<String, CameraRecord> known() {
    Map<String, CameraRecord> known = new TreeMap<>(removed);
    known.putAll(cameras);
    return known;
  }

  /** Number of the topic's partitions. */
  public int partitions() {
    return reader.partitions();
  }

  @Override
  public void close() {
    reader.close();
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    CameraRecord.read(record).orElse(reason -> defects.add(record, reason)).ifPresent(this::apply);
  }

  private void apply(CameraRecord camera) {
    if (camera.isRemoved()) {
      cameras.remove(camera.id());
      removed.put(camera.id(), camera);
    } else {
      removed.remove(camera.id());
      cameras.put(camera.id(), camera);
    }
  }
}
