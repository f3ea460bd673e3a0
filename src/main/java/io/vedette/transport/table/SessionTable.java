package io.vedette.transport.table;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The newest session of each camera of which a frame is done, by which a worker that takes
 * partitions over refuses the same frames as the one before. Written in the transaction of the
 * first detection of each session. Immutable.
 */
public final class SessionTable {
  private final KafkaAccess kafka;
  private final String topic;

  public SessionTable(KafkaAccess kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /**
   * The present sessions, by camera.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public Map<String, Long> read() {
    Map<String, Long> sessions = new HashMap<>();
    try (TableReader reader = new TableReader(kafka, "vedette-sessions", topic)) {
      reader.readToEnd(record -> add(record, sessions));
    }
    return sessions;
  }

  public static byte[] value(long session) {
    return Long.toString(session).getBytes(StandardCharsets.UTF_8);
  }

  private void add(ConsumerRecord<String, byte[]> record, Map<String, Long> sessions) {
    if (record.value() != null) {
      Records.session(record.key(), record.value())
          .orElse(reason -> kafka.defects().add(record, reason))
          .ifPresent(session -> sessions.merge(record.key(), session, Math::max));
    }
  }
}
