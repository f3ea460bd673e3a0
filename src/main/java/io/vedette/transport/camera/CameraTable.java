package io.vedette.transport.camera;

import io.vedette.transport.KafkaAccess;
import io.vedette.transport.TableReader;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** All cameras there are, of all partitions, by id. Confined to one thread. */
public final class CameraTable implements AutoCloseable {
  private final TableReader reader;
  private final Map<String, CameraRecord> cameras = new TreeMap<>();

  /**
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public CameraTable(KafkaAccess kafka, String topic) {
    this.reader = new TableReader(kafka, "vedette-cameras", topic);
  }

  /** Reads on to the present end. */
  public CameraTable catchUp() {
    reader.readToEnd(this::apply);
    return this;
  }

  /** Reads what comes within a time. */
  public void follow(Duration timeout) {
    reader.poll(timeout, this::apply);
  }

  /** The cameras that are not removed, by id. */
  public Map<String, CameraRecord> cameras() {
    return cameras;
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
    CameraRecord camera = CameraRecord.of(record);
    if (camera.json() == null) {
      cameras.remove(camera.id());
    } else {
      cameras.put(camera.id(), camera);
    }
  }
}
