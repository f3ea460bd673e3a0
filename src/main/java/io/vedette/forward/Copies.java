package io.vedette.forward;

import io.vedette.validation.Bounds;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The copying of records, unchanged, for another topic. */
final class Copies {
  private static final int OVERHEAD = 64;

  private Copies() {}

  /**
   * The copy of a record for a topic, of the same time; a time that no client may write is bounded.
   */
  static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record, String topic) {
    long time = Bounds.recordMillis(record.timestamp());
    return new ProducerRecord<>(topic, null, time, record.key(), record.value(), record.headers());
  }

  /** The bytes of a record on the link, roughly. */
  static long size(ProducerRecord<byte[], byte[]> record) {
    long size = OVERHEAD + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      size += header.key().length() + length(header.value());
    }
    return size;
  }

  private static long length(byte @org.jspecify.annotations.Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
