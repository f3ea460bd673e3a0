package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.simulator.rtsp.Faults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultEntriesTest {
  private static final List<String> CAMERAS = List.of("cam0", "cam1");

  @Test
  void shouldGiveFaultsToAllCamerasOrOne() {
    Map<String, Faults> faults =
        FaultEntries.read(List.of("loss=0.05", "cam1:status=404", "cam1:loss=0.5"), CAMERAS);

    assertThat(faults)
        .containsOnly(
            Map.entry("cam0", new Faults(0, false, false, false, 0.05, 0, 0, 1, false, false)),
            Map.entry("cam1", new Faults(404, false, false, false, 0.5, 0, 0, 1, false, false)));
  }

  @Test
  void shouldBeSilentOfHealthyCameras() {
    assertThat(FaultEntries.read(List.of("cam1:stall=true"), CAMERAS)).containsOnlyKeys("cam1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss            | expected KEY=VALUE or CAMERA:KEY=VALUE",
        "cam0:=1         | expected KEY=VALUE or CAMERA:KEY=VALUE",
        "a:b:loss=1      | expected KEY=VALUE or CAMERA:KEY=VALUE",
        "cam0:los=0.05   | los: no such fault; there are status, refuse, stall,",
        "loss=7          | loss: expected 0 to 1, found 7.0",
        "cam0:loss=x     | loss: expected a number, found \"x\"",
        "loss=           | loss: expected a number, found \"\"",
        "status=200      | status: expected 0 or 400 to 599, found 200",
        "stall=perhaps   | stall: expected true or false, found \"perhaps\"",
        "drop=true       | drop acts once, on those who watch; switch it at run time",
        "drop=perhaps    | drop: expected true or false, found \"perhaps\"",
      })
  void shouldSayInOneLineWhatIsWrong(String entry, String reason) {
    assertThatThrownBy(() -> FaultEntries.read(List.of(entry), CAMERAS))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .startsWith("--fault " + entry + ": ")
        .contains(reason)
        .doesNotContain("io.vedette")
        .hasLineCount(1);
  }
}
