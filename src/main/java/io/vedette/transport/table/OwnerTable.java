package io.vedette.transport.table;

import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.client.KafkaAccess;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The owner of each camera, its session and its state: the owners topic, read from its beginning.
 * Confined to one thread.
 *
 * <p>The topic has one partition. A session is the offset of its claim there, above a base that is
 * set when the topic is created and repeated in each claim: it grows whatever the nodes' clocks
 * say, also after the topic was lost and created again.
 */
public final class OwnerTable implements AutoCloseable {
  private final TableReader reader;
  private final OwnerRecords records;

  /**
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public OwnerTable(KafkaAccess kafka, String topic) {
    this(kafka, topic, event -> {});
  }

  /**
   * @param listener receives every claim and state in the topic's order, on the reading thread
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public OwnerTable(KafkaAccess kafka, String topic, Consumer<CameraStateEvent> listener) {
    this.reader = new TableReader(kafka, "vedette-owners", topic);
    this.records = new OwnerRecords(kafka.defects(), listener);
  }

  /** Reads up to the present end. */
  public OwnerTable catchUp() {
    reader.readToEnd(records::apply);
    records.read();
    return this;
  }

  /** Reads the records that come within a time. */
  public void follow(Duration timeout) {
    reader.poll(timeout, records::apply);
  }

  /** The last state of each camera, by id. */
  public Map<String, CameraStateEvent> owners() {
    return records.owners();
  }

  /**
   * The latest claimed session of each camera, also when older owners have reported states since.
   */
  public Map<String, Long> sessions() {
    return records.sessions();
  }

  /** The number that a claim's offset is added to; empty while the topic has none. */
  OptionalLong base() {
    return records.base();
  }

  /** The number of times that the topic was found to begin again. */
  int beginnings() {
    return records.beginnings();
  }

  @Override
  public void close() {
    reader.close();
  }
}
