package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.Settings;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelSwitchTest {
  @Test
  void shouldTellWhenItCannotGoOn() {
    KafkaAccess unusable =
        new KafkaAccess(
            Map.of("bootstrap.servers", "no port"), Settings.defaults(TransportSettings.class));
    Supervision supervision = TestSupervision.make();
    try (ModelSwitch workers =
        new ModelSwitch(
            new ModelSwitch.Board(unusable, "vedette.promotions", "vedette.frames", "detect"),
            "0123456789ab",
            () -> {
              throw new AssertionError("nothing is to be run");
            },
            null,
            supervision.essential())) {
      workers.start();

      assertThatThrownBy(() -> supervision.completion().await())
          .isInstanceOf(Failure.class)
          .hasMessageContaining("model-switch");
    }
  }
}
