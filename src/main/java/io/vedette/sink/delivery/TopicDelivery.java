package io.vedette.sink.delivery;

import io.vedette.event.Alert;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import java.util.List;

/**
 * The copying of alerts to another topic, in the transaction that commits their offsets: exactly
 * once.
 */
public record TopicDelivery(String topic) implements AlertSink.Delivery {
  @Override
  public List<OutputRecord> deliver(InputRecord record, Alert alert) {
    return List.of(new OutputRecord(topic, record.key(), record.headers(), record.value()));
  }
}
