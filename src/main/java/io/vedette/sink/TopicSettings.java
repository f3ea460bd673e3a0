package io.vedette.sink;

import io.vedette.config.Setting;

/** The settings of a sink that writes alerts to a Kafka topic. Immutable. */
public record TopicSettings(
    @Setting(value = "", doc = "The topic; created if it is missing.") String topic) {
  private static final int LONGEST = 249;

  public TopicSettings {
    if (topic == null || topic.length() > LONGEST || !topic.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "topic: expected the name of a Kafka topic, found "
              + (topic == null ? "nothing" : topic));
    }
  }
}
