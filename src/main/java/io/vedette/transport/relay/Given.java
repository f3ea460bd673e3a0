package io.vedette.transport.relay;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A record that came of others, to be committed with them. Immutable by agreement: nobody writes to
 * the value.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record Given(String topic, String key, Map<String, String> headers, byte[] value) {
  ProducerRecord<String, byte[]> record() {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, null, key, value);
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
