package io.vedette.transport;

import io.vedette.runtime.Failure;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;

/** Kafka's exceptions as ours: what a person has to mend stops, all else may be tried again. */
public final class Failures {
  private Failures() {}

  /** A failure of action STOP or RETRY. */
  public static Failure of(String what, KafkaException e) {
    boolean isFinal =
        e instanceof AuthenticationException
            || e instanceof AuthorizationException
            || e instanceof InvalidConfigurationException;
    Failure.Action action = isFinal ? Failure.Action.STOP : Failure.Action.RETRY;
    return new Failure(action, what + ": " + e.getMessage(), e);
  }
}
