package io.vedette.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.model.layer.Weights;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.Recognition;
import io.vedette.model.yolo.Anchors;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionTest {
  private static final Path FILE = Path.of("trained.pt");

  @ParameterizedTest
  @CsvSource({
    "repvit_m0_6-yolov5n,80",
    "repvit_m0_9-yolov5s,1",
    "repvit_m1_0-yolov5n,2",
    "repvit_m1_1-yolov5m,3",
    "repvit_m1_5-yolov5n,20",
    "repvit_m2_3-yolov5l,5",
    "yolov5s,7"
  })
  void shouldKnowTheArchitectureByNamesAndShapes(String name, int classes) {
    Weights weights = Untrained.network(name, classes, 1).weights();

    Checkpoint known = Recognition.of(FILE, weights);

    assertThat(known.architecture()).isEqualTo(Architecture.parse(name));
    assertThat(known.names()).hasSize(classes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.", "module.", "ema.module."})
  void shouldKnowNetworksThatArePartsOfOtherModules(String prefix) {
    Weights weights = Untrained.network("repvit_m0_6-yolov5n", 2, 1).weights();
    Weights within = renamed(weights, prefix, "");

    Checkpoint known = Recognition.of(FILE, within);

    assertThat(known.weights().names()).containsExactlyInAnyOrderElementsOf(weights.names());
  }

  @Test
  void shouldSayWhatIsMissing() {
    Weights weights = Untrained.network("repvit_m0_6-yolov5n", 2, 1).weights();

    assertThatThrownBy(() -> Recognition.of(FILE, renamed(weights, "", Anchors.NAME)))
        .isInstanceOf(Failure.class)
        .hasMessage("weights trained.pt: expected detect.anchors with 18 numbers, found 0");
    assertThatThrownBy(() -> Recognition.of(FILE, renamed(weights, "", "sppf.cv1.conv.weight")))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("weights trained.pt are of no architecture known here");
  }

  private static Weights renamed(Weights weights, String prefix, String without) {
    Weights renamed = new Weights();
    for (String name : weights.names()) {
      if (!name.equals(without)) {
        renamed.put(prefix + name, weights.array(name).shape(), weights.values(name));
      }
    }
    return renamed;
  }
}
