package io.vedette.node;

import io.vedette.config.Setting;
import java.util.List;

/** The settings of the secrets that camera records may refer to. Immutable. */
public record SecretSettings(
    @Setting(
            value = "",
            doc =
                "Variables, and files or folders by absolute paths, that cameras in Kafka may refer to as ${NAME} and ${file:/path}; none when empty. This file may refer to any.")
        List<String> allow) {
  public SecretSettings {
    allow = List.copyOf(allow);
  }
}
