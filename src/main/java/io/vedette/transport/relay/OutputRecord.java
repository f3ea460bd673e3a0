package io.vedette.transport.relay;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that was made from input records, to be committed with them. Immutable by agreement:
 * nobody writes to the value.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record OutputRecord(String topic, String key, Map<String, String> headers, byte[] value) {
  private static final int OVERHEAD = 1024;

  /**
   * The same record, without its value where it has more bytes than a limit, all headers counted.
   */
  public OutputRecord within(long most) {
    long size = OVERHEAD + 3L * key.length() + value.length;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      size += 3L * (header.getKey().length() + header.getValue().length());
    }
    return size <= most ? this : new OutputRecord(topic, key, headers, new byte[0]);
  }

  ProducerRecord<String, byte[]> record() {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, null, key, value);
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
