package io.vedette.camera.motion;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.simulator.street.SceneKind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The motion gate on filmed scenes of all kinds, against their ground truth. */
class MotionScenesIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(SceneKind.class)
  void shouldFindWhatMovesAndLeaveOutWhatDoesNot(SceneKind kind) {
    FilmedScene filmed = FilmedScene.judged(kind, folder);

    assertThat(filmed.missed()).as("objects not found in time").isEmpty();
    assertThat(filmed.sentShare()).as("share of frames sent").isLessThanOrEqualTo(most(kind));
    assertThat(filmed.longestSilence()).isLessThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(filmed.leftOutWhileTheLightChanges(kind)).isEmpty();
  }

  private static double most(SceneKind kind) {
    return switch (kind) {
      case EMPTY -> 0.12;
      case RAIN, SHAKE, FLICKER -> 0.6;
      case SITTER, SLOW_WALKER, PARKING, HEADLIGHTS, INFRARED -> 0.9;
      case STREET, WALKER -> 1;
    };
  }
}
