package io.vedette.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.reading.Points;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {
  private static final InferenceSettings CPU = InferenceSettings.cpu().withThreads(1);

  @ParameterizedTest
  @CsvSource({
    "0, CPU, 1",
    "0, SIMULATED, 1",
    "0, CUDA, 2",
    "0, TENSORRT, 2",
    "1, CUDA, 1",
    "3, TENSORRT, 3",
    "2, CPU, 2"
  })
  void shouldBeTwoOnAGpuUnlessTheSettingsSayOtherwise(int given, Device device, int lanes) {
    assertThat(Lanes.wanted(given, device)).isEqualTo(lanes);
  }

  @Test
  void shouldRunABatchOnAnyLaneWithTheSameResult() {
    OnnxModel model = OnnxModel.load(CPU);
    try (Lanes lanes = Lanes.open(model, CPU, 2);
        Batch batch = lanes.newBatch()) {
      assertThat(lanes.all()).hasSize(2);
      fill(batch.slot(0), 1);
      fill(batch.slot(1), 2);

      List<List<Float>> results = new ArrayList<>();
      for (Lane lane : lanes.all()) {
        lane.infer(batch, 2);
        results.add(numbers(batch.points(1)));
      }

      assertThat(results.get(0)).isNotEmpty();
      assertThat(results.get(1)).isEqualTo(results.get(0));
    }
  }

  private static void fill(ByteBuffer slot, int seed) {
    byte[] pixels = new byte[slot.remaining()];
    new Random(seed).nextBytes(pixels);
    slot.put(pixels);
  }

  private static List<Float> numbers(Points points) {
    List<Float> numbers = new ArrayList<>();
    float[] corners = new float[4];
    for (int point = 0; point < points.count(); point++) {
      points.box(point, corners);
      numbers.add(points.bound(point));
      for (float corner : corners) {
        numbers.add(corner);
      }
    }
    return numbers;
  }
}
