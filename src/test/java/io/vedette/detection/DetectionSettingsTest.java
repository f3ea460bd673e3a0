package io.vedette.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.InvalidSettings;
import io.vedette.config.LabelGroup;
import io.vedette.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectionSettingsTest {
  @TempDir private Path folder;

  @Test
  void shouldLeaveConfidencesToTheModel() {
    DetectionSettings settings = Settings.defaults(DetectionSettings.class);

    assertThat(settings.confidence()).isNull();
    assertThat(settings.confusable())
        .containsExactly(new LabelGroup(Set.of("car", "truck", "bus")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "confidence: person=0.5, traffic light=0.2, 0.3",
        "confidence: {person: 0.5, traffic light: 0.2, other: 0.3}",
        "confidence:\n  person: 0.5\n  traffic light: 0.2\n  other: 0.3",
      })
  void shouldTakeConfidencesByClass(String yaml) throws IOException {
    Confidences confidences = given(yaml.replace("other: 0.3", "dog: 0.3")).confidence();

    assertThat(confidences).isNotNull();
    assertThat(confidences.of("person", 0.9)).isEqualTo(0.5);
    assertThat(confidences.of("traffic light", 0.9)).isEqualTo(0.2);
    assertThat(confidences.of("dog", 0.9)).isEqualTo(0.3);
    assertThat(Confidences.parse(confidences.toString())).isEqualTo(confidences);
  }

  @Test
  void shouldTakeOneConfidenceForAllClasses() throws IOException {
    assertThat(given("confidence: 0.4").confidence()).isEqualTo(Confidences.all(0.4));
    assertThat(given("confidence: person=0.4").confidence().of("car", 0.2)).isEqualTo(0.2);
  }

  @Test
  void shouldChangeOneClassByAnAssignment() {
    Settings settings = new Settings(Map.of());
    settings.put("confidence.person", "0.6", "--set");

    assertThat(settings.bind(DetectionSettings.class).confidence())
        .isEqualTo(Confidences.parse("person=0.6"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "confidence: 1.5",
        "confidence: -0.1",
        "confidence: NaN",
        "confidence: high",
        "confidence: person=",
        "confidence: =0.5",
        "confidence: person=0.5,person=0.6",
        "confidence: 0.5,0.6",
        "confidence: {person: high}",
        "confidence: {person: {day: 0.5}}",
        "confidence: [0.5]",
        "iou: 1.1",
        "nested: -1",
        "most: 0",
        "confusable: car",
        "confusable: car/",
      })
  void shouldSayWhatIsWrong(String yaml) {
    String key = yaml.substring(0, yaml.indexOf(':'));

    assertThatThrownBy(() -> given(yaml))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(key)
        .hasMessageContaining("expected");
  }

  @Test
  void shouldTakeSeveralGroupsOfConfusableClasses() throws IOException {
    assertThat(given("confusable: car/truck/bus, dog / cat").confusable())
        .extracting(LabelGroup::toString)
        .containsExactly("car/truck/bus", "dog/cat");
    assertThat(given("confusable:").confusable()).isEqualTo(List.of());
  }

  private DetectionSettings given(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("settings.yaml"), yaml + "\n");
    return new Settings(Map.of()).file(file).bind(DetectionSettings.class);
  }
}
