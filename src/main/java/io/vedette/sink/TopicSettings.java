package io.vedette.sink;

import io.vedette.config.Setting;

/** Alerts to a Kafka topic of their own. Immutable. */
public record TopicSettings(
    @Setting(value = "", doc = "The topic; made when it is missing.") String topic) {
  private static final int LONGEST = 249;

  public TopicSettings {
    if (topic == null || topic.length() > LONGEST || !topic.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "topic: expected the name of a Kafka topic, found " + topic);
    }
  }
}
