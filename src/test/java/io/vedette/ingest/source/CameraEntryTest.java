package io.vedette.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import io.vedette.scene.CameraRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CameraEntryTest {
  private static final String JSON =
      "{\"url\":\"rtsp://me:${PW}@h/1\",\"fps\":2,"
          + "\"zones\":{\"yard\":{\"polygon\":\"0,0 1,0 1,1\",\"loitering\":\"5s\"}},"
          + "\"lines\":{\"door\":{\"points\":\"0,0 1,1\"}}}";

  @Test
  void shouldHoldReadingAndRulesOfACameraInOneGroup() {
    CameraEntry entry = CameraEntry.resolve("gate", JSON, Map.of("PW", "x"));

    assertThat(entry.camera().url()).isEqualTo("rtsp://me:x@h/1");
    assertThat(entry.rules().zones()).containsOnlyKeys("yard");
    assertThat(entry.rules().lines()).containsOnlyKeys("door");
  }

  @Test
  void shouldBeCheckedAndGiveRulesWithoutTheSecret() {
    assertThat(check(JSON).camera().frames().fps()).isEqualTo(2);
    assertThat(CameraRules.parse("gate", JSON.getBytes(StandardCharsets.UTF_8)).zones())
        .containsOnlyKeys("yard");
  }

  @Test
  void shouldStandInTheCamerasTopicAsInTheSettingsFile() {
    Settings settings =
        new Settings(Map.of()).assignments(List.of("cameras.gate.url=sim:", "cameras.gate.fps=2"));

    String json = settings.groups("cameras").get("gate").json();

    assertThat(json).isEqualTo("{\"url\":\"sim:\",\"fps\":2}");
    assertThat(settings.bind(VedetteSettings.class).cameras())
        .containsExactly(Map.entry("gate", CameraEntry.resolve("gate", json, Map.of())));
  }

  @Test
  void shouldLeaveOutWhatIsToBeTheDefaultAgain() {
    Settings changed =
        new Settings(Map.of())
            .json("", JSON, "gate")
            .assignments(List.of("fps=", "enabled=", "lines.door.margin="))
            .withoutEmpty();

    CameraEntry entry = check(changed.json());

    assertThat(entry.camera().frames().fps()).isEqualTo(5);
    assertThat(entry.camera().enabled()).isTrue();
  }

  @Test
  void shouldTellEverythingThatIsWrong() {
    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                check("{\"fsp\":1,\"width\":\"wide\",\"zones\":{\"yard\":{\"polygon\":\"0,0\"}}}"));

    assertThat(failure.problems())
        .extracting(problem -> problem.key())
        .containsExactly("fsp", "url", "width", "zones.yard.polygon");
  }

  /** As a node binds it whose variables do not have the references. */
  private static CameraEntry check(String json) {
    return new Settings(Map.of()).lenient().json("", json, "camera gate").bind(CameraEntry.class);
  }
}
