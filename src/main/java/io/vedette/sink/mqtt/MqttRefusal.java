package io.vedette.sink.mqtt;

import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import io.vedette.runtime.Failure;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The meaning of a broker's refusals: of a connection, and of one message. */
final class MqttRefusal {
  private static final int NOT_AUTHORIZED = 0x87;
  // User name or password, not authorized, banned, authentication method.
  private static final Set<Integer> LOGIN = Set.of(0x86, NOT_AUTHORIZED, 0x8A, 0x8C);
  // Not authorized, topic name, packet too large, payload format, retain, QoS.
  private static final Set<Integer> FOR_GOOD = Set.of(NOT_AUTHORIZED, 0x90, 0x95, 0x99, 0x9A, 0x9B);

  private MqttRefusal() {}

  /** The failure of a connection; of action STOP when a person has to change the login. */
  static Failure ofConnection(Failure failure) {
    return code(failure).filter(code -> LOGIN.contains(code.getCode())).isPresent()
        ? Failure.stop(failure.getMessage() + "; check its user and password", failure)
        : failure;
  }

  /** The failure of one message; of action SKIP when the broker will never accept it. */
  static Failure ofMessage(String topic, Failure failure) {
    if (isTooLarge(failure)) {
      return Failure.skip(
          failure.getMessage() + "; " + topic + " is larger than it takes", failure);
    }
    return code(failure)
        .filter(code -> FOR_GOOD.contains(code.getCode()))
        .map(code -> Failure.skip(words(topic, failure, code), failure))
        .orElse(failure);
  }

  /** The reason code that a failure came with. */
  static Optional<Mqtt5ReasonCode> code(@Nullable Throwable failure) {
    if (failure instanceof Mqtt5PubAckException refusal) {
      return Optional.of(refusal.getMqttMessage().getReasonCode());
    }
    if (failure instanceof Mqtt5DisconnectException refusal) {
      return Optional.of(refusal.getMqttMessage().getReasonCode());
    }
    if (failure instanceof Mqtt5ConnAckException refusal) {
      return Optional.of(refusal.getMqttMessage().getReasonCode());
    }
    return failure == null ? Optional.empty() : code(failure.getCause());
  }

  private static boolean isTooLarge(@Nullable Throwable failure) {
    return failure instanceof MqttEncodeException
        || (failure != null && isTooLarge(failure.getCause()));
  }

  private static String words(String topic, Failure failure, Mqtt5ReasonCode code) {
    return "%s; %s is refused: 0x%02X %s"
        .formatted(failure.getMessage(), topic, code.getCode(), code);
  }
}
