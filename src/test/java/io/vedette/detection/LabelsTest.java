package io.vedette.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.LabelGroup;
import io.vedette.config.Settings;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
  private static final Labels LABELS =
      new Labels(List.of("person", "motorbike", "lorry", "van"), 4)
          .renamed(Map.of("motorbike", "motorcycle", "lorry", "truck", "van", "truck"));

  @TempDir private Path folder;

  @Test
  void shouldCallClassesByOtherNames() {
    assertThat(LABELS.names()).containsExactly("person", "motorcycle", "truck", "truck");
  }

  @Test
  void shouldTakeEitherNameInFiltersAndThresholds() {
    assertThat(LABELS.among(List.of("motorbike"))).containsExactly(false, true, false, false);
    assertThat(LABELS.among(List.of("truck"))).containsExactly(false, false, true, true);
    assertThat(LABELS.given(Map.of("truck", 0.4, "van", 0.2), 3)).isEqualTo(0.4);
    assertThat(LABELS.given(Map.of("van", 0.2), 3)).isEqualTo(0.2);
    assertThat(LABELS.given(Map.of("van", 0.2), 2)).isNull();
  }

  @Test
  void shouldTakeClassesOfOneNameAndConfusableOnesForAlike() {
    int[] groups = LABELS.groups(List.of(LabelGroup.parse("person/motorbike")));

    assertThat(groups[2]).isEqualTo(groups[3]);
    assertThat(groups[0]).isEqualTo(groups[1]).isNotEqualTo(groups[2]);
  }

  @Test
  void shouldGroupClassesThatHaveNoNames() {
    int[] groups = new Labels(List.of(), 3).groups(List.of(LabelGroup.parse("class0/class2")));

    assertThat(groups[0]).isEqualTo(groups[2]).isNotEqualTo(groups[1]);
  }

  @Test
  void shouldRefuseToRenameWhatTheModelDoesNotHave() {
    assertThatThrownBy(() -> LABELS.renamed(Map.of("dog", "animal")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("\"dog\"");
  }

  @Test
  void shouldReadNamesFromSettings() throws IOException {
    Path file = folder.resolve("s.yaml");
    Files.writeString(file, "labels: {motorbike: motorcycle, traffic light: signal}\n");

    DetectionSettings settings = new Settings(Map.of()).file(file).bind(DetectionSettings.class);

    assertThat(settings.labels())
        .isEqualTo(Map.of("motorbike", "motorcycle", "traffic light", "signal"));
    Settings assigned = new Settings(Map.of()).assignments(List.of("labels.motorbike=motorcycle"));
    assertThat(assigned.bind(DetectionSettings.class).labels())
        .isEqualTo(Map.of("motorbike", "motorcycle"));
  }
}
