package io.vedette.track;

import io.vedette.validation.Bounds;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The timestamps of records, limited to valid values: Kafka Streams ends at a negative one. Made by
 * Kafka Streams.
 */
public final class RecordTimes implements TimestampExtractor {
  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Bounds.recordMillis(record.timestamp());
  }
}
