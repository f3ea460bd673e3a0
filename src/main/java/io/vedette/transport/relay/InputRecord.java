package io.vedette.transport.relay;

import io.vedette.frame.TraceContext;
import io.vedette.transport.record.Records;
import io.vedette.validation.Bounds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record that this worker has to process. Immutable by agreement: nobody writes to the value.
 *
 * @param at the time when it was written
 * @param headers the first of them as texts, the last of each name
 * @param share the number of the share that it belongs to; each rebalance begins a new one, and
 *     records of the former are no longer this worker's
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record InputRecord(
    String topic,
    int partition,
    long offset,
    Instant at,
    String key,
    Map<String, String> headers,
    byte[] value,
    long share) {
  static InputRecord of(ConsumerRecord<String, byte[]> record, long share) {
    return new InputRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        Bounds.recordTime(record.timestamp()),
        record.key() == null ? "" : record.key(),
        Records.headers(record.headers()),
        record.value() == null ? new byte[0] : record.value(),
        share);
  }

  /** The trace of the record; null when it is not traced. */
  public @Nullable TraceContext trace() {
    return TraceContext.parse(headers.getOrDefault(TraceContext.HEADER, ""));
  }

  /** The same record with a step of a trace as its context. */
  public InputRecord with(TraceContext trace) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(TraceContext.HEADER, trace.header());
    return new InputRecord(topic, partition, offset, at, key, changed, value, share);
  }

  /** The record's CloudEvents type; empty when it has none. */
  public String type() {
    return headers.getOrDefault("ce_type", "");
  }

  /** The record's CloudEvents id, or its place when it has none: the same whenever it is read. */
  public String id() {
    String id = headers.getOrDefault("ce_id", "");
    return id.isEmpty() || id.length() > Bounds.JOINED_NAMES ? place().toString() : id;
  }

  TopicPartition place() {
    return new TopicPartition(topic, partition);
  }
}
