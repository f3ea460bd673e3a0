package io.vedette.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.tracking.TrackerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSettingsTest {
  record Camera(TrackerSettings tracker, RuleSettings rules) {}

  @TempDir Path folder;

  @Test
  void shouldHaveDefaults() {
    Camera camera = Settings.defaults(Camera.class);

    assertThat(camera.rules())
        .isEqualTo(
            new RuleSettings(
                Map.of(),
                Map.of(),
                Map.of(),
                new StandstillSettings(Duration.ofSeconds(10), 0.2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5)));
    assertThat(camera.tracker().minHits()).isEqualTo(2);
    assertThat(camera.tracker().maxAge()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void shouldReadEveryKey() throws IOException {
    Camera camera =
        load(
            """
            rules:
              zones:
                gate:
                  polygon: 0.1,0.5 0.9,0.5 0.9,1 0.1,1
                  labels: [person, car]
                  min-size: 0.01
                  inertia: 200ms
                  loitering: 30s
                  crowd: 4
                  absence: 10m
              lines:
                road: {points: "0.2,0.4 0.8,0.6", labels: [car], margin: 0.02}
              masks:
                tree: {polygon: "0,0 0.2,0 0.2,0.3", labels: [person]}
              standstill: {after: 1m, reach: 0.5}
              update-every: 500ms
              max-gap: 3s
            """);

    assertThat(camera.rules())
        .isEqualTo(
            new RuleSettings(
                Map.of(
                    "gate",
                    new ZoneSettings(
                        "0.1,0.5 0.9,0.5 0.9,1 0.1,1",
                        List.of("person", "car"),
                        0.01,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(30),
                        4,
                        Duration.ofMinutes(10))),
                Map.of("road", new LineSettings("0.2,0.4 0.8,0.6", List.of("car"), 0.02)),
                Map.of("tree", new MaskSettings("0,0 0.2,0 0.2,0.3", List.of("person"))),
                new StandstillSettings(Duration.ofMinutes(1), 0.5),
                Duration.ofMillis(500),
                Duration.ofSeconds(3)));
  }

  @Test
  void shouldNameTheZoneThatIsWrong() {
    assertThatThrownBy(() -> load("rules: {zones: {gate: {polygon: \"0,0 640,0 1,1\"}}}"))
        .hasMessageContaining("rules.zones.gate")
        .hasMessageContaining("expected a part of the picture, 0 to 1, found \"640\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zones: {a: {polygon: \"0,0 1,1\"}}",
        "zones: {a: {polygon: \"0,0 0.5,0.5 1,1\"}}",
        "zones: {a: {polygon: \"0.1,0.1 0.1,0.1 0.1,0.1\"}}",
        "zones: {a: {polygon: \"0,0 1,0 1,1 1,0\"}}",
        "masks: {a: {polygon: \"0,0 0.5,0 1,0\"}}",
        "zones: {a: {polygon: \"0,0 1,NaN 1,1\"}}",
        "zones: {a: {polygon: \"\"}}",
        "lines: {a: {points: \"0.5,0.5 0.5,0.5\"}}",
        "lines: {a: {points: \"0,0 -0,0\"}}",
        "lines: {a: {points: \"0,0 1,1 0,1\"}}",
        "lines: {a: {points: \"0,0 1,1\", margin: -1}}",
      })
  void shouldRefuseGeometryThatCannotWorkInOneLine(String rules) {
    assertThatThrownBy(() -> load("rules: {" + rules + "}"))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            invalid ->
                assertThat(invalid.problems())
                    .singleElement()
                    .asString()
                    .contains("rules.", ".a", "expected"));
  }

  private Camera load(String yaml) throws IOException {
    Path file = folder.resolve("vedette.yaml");
    Files.writeString(file, yaml);
    return new Settings(Map.of()).file(file).bind(Camera.class);
  }
}
