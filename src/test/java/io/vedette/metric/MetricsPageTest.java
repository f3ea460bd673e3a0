package io.vedette.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.operation.CameraState;
import io.vedette.frame.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of meters, compared with the list; {@code -Dvedette.golden=write} writes it. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("docs/metrics.md");
  private static final String BEGIN =
      "<!-- made of io.vedette.metric.Metric by MetricsPageTest -->\n";

  @Test
  void shouldSayWhatTheListSays() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains(BEGIN);
    String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    if ("write".equals(System.getProperty("vedette.golden"))) {
      Files.writeString(PAGE, head + MetricsPage.text());
    }

    assertThat(Files.readString(PAGE)).isEqualTo(head + MetricsPage.text());
  }

  @Test
  void shouldNameEachMeterOnce() {
    assertThat(Arrays.stream(Metric.values()).map(MetricsPage::name)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Metric.values()).map(Metric::meaning))
        .allMatch(meaning -> meaning.endsWith("."));
  }

  @Test
  void shouldNumberTheStatesOfACameraAsTheyAre() {
    String states =
        Arrays.stream(CameraState.values())
            .map(state -> state.ordinal() + " " + state.wireName())
            .collect(Collectors.joining(", "));

    assertThat(Metric.CAMERA_STATE.meaning()).contains(": " + states + ".");
  }

  @Test
  void shouldNameTheStages() {
    String stages =
        Arrays.stream(Stage.values()).map(Stage::wireName).collect(Collectors.joining(", "));

    assertThat(Metric.DETECT_STAGE.meaning()).endsWith(": " + stages + ".");
  }
}
