package io.vedette.sink.mqtt;

import java.nio.charset.StandardCharsets;

/**
 * A message to be published. Immutable by agreement: nobody writes to the payload.
 *
 * @param isRetained whether the broker keeps it for later subscribers
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
record MqttMessage(String topic, String contentType, byte[] payload, boolean isRetained) {
  static MqttMessage json(String topic, byte[] payload) {
    return new MqttMessage(topic, "application/json", payload, false);
  }

  /** A retained message with the newest state of something, as a text. */
  static MqttMessage state(String topic, String text) {
    return new MqttMessage(topic, "text/plain", text.getBytes(StandardCharsets.UTF_8), true);
  }

  static MqttMessage picture(String topic, byte[] jpeg) {
    return new MqttMessage(topic, "image/jpeg", jpeg, true);
  }
}
