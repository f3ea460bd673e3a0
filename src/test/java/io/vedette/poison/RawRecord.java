package io.vedette.poison;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A record as bytes, whatever they are. Immutable by agreement: nobody writes to the arrays.
 *
 * @param key may be null, as the value and those of headers
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record RawRecord(byte[] key, List<RawHeader> headers, byte[] value, long timestamp) {
  private static final int SHOWN = 1500;

  /** A header. */
  @SuppressWarnings("ArrayRecordComponent")
  public record RawHeader(String name, byte[] value) {}

  public RawRecord {
    headers = List.copyOf(headers);
  }

  /** A record of texts. */
  public static RawRecord of(String key, Map<String, String> headers, byte[] value, long time) {
    List<RawHeader> raw = new ArrayList<>();
    headers.forEach((name, text) -> raw.add(new RawHeader(name, bytes(text))));
    return new RawRecord(bytes(key), raw, value, time);
  }

  public RawRecord withKey(byte[] other) {
    return new RawRecord(other, headers, value, timestamp);
  }

  public RawRecord withValue(byte[] other) {
    return new RawRecord(key, headers, other, timestamp);
  }

  public RawRecord withHeaders(List<RawHeader> other) {
    return new RawRecord(key, other, value, timestamp);
  }

  public RawRecord at(long other) {
    return new RawRecord(key, headers, value, other);
  }

  /** The key as Kafka's deserializer of texts gives it. */
  public String keyText() {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }

  /** As a consumer with text keys gets it. */
  public ConsumerRecord<String, byte[]> consumed(String topic, long offset) {
    return consumed(topic, offset, keyText(), value);
  }

  /** As a consumer of bytes gets it. */
  public ConsumerRecord<byte[], byte[]> consumedBytes(String topic, long offset) {
    return consumed(topic, offset, key, value);
  }

  private <K> ConsumerRecord<K, byte[]> consumed(String topic, long offset, K key, byte[] value) {
    return new ConsumerRecord<>(
        topic,
        0,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        kafkaHeaders(),
        Optional.empty());
  }

  /** To be sent; a time that Kafka's client refuses is now. */
  public ProducerRecord<byte[], byte[]> produced(String topic) {
    Long time = timestamp < 0 ? null : Long.valueOf(timestamp);
    return new ProducerRecord<>(topic, null, time, key, value, kafkaHeaders());
  }

  public Headers kafkaHeaders() {
    RecordHeaders all = new RecordHeaders();
    headers.forEach(header -> all.add(header.name(), header.value()));
    return all;
  }

  /** The record for people, long parts cut. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("key " + shown(key) + "\ntime " + timestamp);
    headers.forEach(
        header ->
            text.append("\nheader ")
                .append(shown(bytes(header.name())))
                .append(" = ")
                .append(shown(header.value())));
    return text.append("\nvalue ").append(shown(value)).toString();
  }

  private static String shown(byte[] bytes) {
    if (bytes == null) {
      return "null";
    }
    StringBuilder text = new StringBuilder();
    for (byte unit : Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN))) {
      text.append(unit >= ' ' && unit < 0x7F ? "" + (char) unit : "\\x%02x".formatted(unit));
    }
    return "(%d bytes) %s".formatted(bytes.length, text);
  }

  static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
