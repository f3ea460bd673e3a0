package io.vedette.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.runtime.Failure;
import io.vedette.transport.KafkaAccess;
import io.vedette.transport.TransportSettings;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModelSwitchTest {
  @Test
  void shouldTellWhenItCannotGoOn() {
    KafkaAccess unusable =
        new KafkaAccess(
            Map.of("bootstrap.servers", "no port"), Settings.defaults(TransportSettings.class));
    CompletableFuture<Failure> failed = new CompletableFuture<>();
    try (ModelSwitch workers =
        new ModelSwitch(
            new ModelSwitch.Board(unusable, "vedette.promotions", "vedette.frames", "detect"),
            "0123456789ab",
            () -> {
              throw new AssertionError("nothing is to be run");
            },
            null,
            failed::complete)) {
      workers.start();

      assertThat(failed.orTimeout(20, TimeUnit.SECONDS).join())
          .hasMessageStartingWith("model switch: ")
          .satisfies(failure -> assertThat(failure.action()).isEqualTo(Failure.Action.STOP));
    }
  }
}
