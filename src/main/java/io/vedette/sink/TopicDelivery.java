package io.vedette.sink;

import io.vedette.event.Alert;
import io.vedette.transport.relay.Given;
import io.vedette.transport.relay.Taken;
import java.util.List;

/**
 * Copies alerts to another topic, in the transaction that notes them as delivered: exactly once.
 */
record TopicDelivery(String topic) implements AlertSink.Delivery {
  @Override
  public List<Given> deliver(Taken record, Alert alert) {
    return List.of(new Given(topic, record.key(), record.headers(), record.value()));
  }
}
