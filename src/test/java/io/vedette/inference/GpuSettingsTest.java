package io.vedette.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.graph.LaneGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As much of what GPUs are given as can be looked at without one. */
class GpuSettingsTest {
  private static final GpuIdentity T4 = new GpuIdentity("Tesla T4", "550.54.15");

  @TempDir private Path folder;

  @Test
  void shouldRunFewNumbersOfPictures() {
    assertThat(Buckets.all(8)).containsExactly(1, 2, 4, 8);
    assertThat(Buckets.all(12)).containsExactly(1, 2, 4, 8, 12);
    assertThat(Buckets.all(1)).containsExactly(1);
    for (int most = 1; most <= 64; most++) {
      for (int pictures = 1; pictures <= most; pictures++) {
        int bucket = Buckets.of(pictures, most);

        assertThat(bucket).isBetween(pictures, most).isIn(Buckets.all(most));
        assertThat(bucket).isLessThan(2 * pictures);
      }
    }
  }

  @Test
  void shouldBuildOneEngineForAllNumbersOfPictures() {
    OnnxModel model = OnnxModel.load(InferenceSettings.cpu());

    assertThat(OrtProviders.tensorRt(settings(16, null), model, null))
        .containsEntry("trt_profile_min_shapes", "vedette_images:1x256x384x3")
        .containsEntry("trt_profile_opt_shapes", "vedette_images:16x256x384x3")
        .containsEntry("trt_profile_max_shapes", "vedette_images:16x256x384x3")
        .containsEntry("trt_fp16_enable", "1")
        .containsEntry("trt_int8_enable", "0")
        .doesNotContainKey("trt_engine_cache_enable");
  }

  @Test
  void shouldTakeRangesOfIntegersOutOfTheGraph() {
    InferenceSettings int8 =
        new InferenceSettings("int8", Device.TENSORRT, 0, 0, 8, null, null, Duration.ZERO);

    assertThat(OrtProviders.tensorRt(int8, OnnxModel.load(int8), null))
        .containsEntry("trt_int8_enable", "1")
        .doesNotContainKey("trt_int8_calibration_table_name");
  }

  @Test
  void shouldKeepEnginesByAllThatTheyDependOn() {
    InferenceSettings settings = settings(8, folder.toString());
    OnnxModel model = OnnxModel.load(settings);
    Path cache = OrtProviders.cache(settings, model, "1.29.0", T4);

    assertThat(cache.getParent()).isEqualTo(folder);
    assertThat(cache.getFileName().toString()).startsWith(model.digest() + "-");
    assertThat(OrtProviders.tensorRt(settings, model, cache))
        .containsEntry("trt_engine_cache_path", cache.toString())
        .containsEntry("trt_timing_cache_path", cache.toString());
    assertThat(cache).isDirectory();
    Set<Path> keys = new HashSet<>();
    keys.add(cache);
    keys.add(OrtProviders.cache(settings, model, "1.30.0", T4));
    keys.add(OrtProviders.cache(settings, model, "1.29.0", new GpuIdentity("L4", T4.driver())));
    keys.add(OrtProviders.cache(settings, model, "1.29.0", new GpuIdentity(T4.model(), "560.1")));
    keys.add(OrtProviders.cache(settings(16, folder.toString()), model, "1.29.0", T4));
    keys.add(OrtProviders.cache(settings, OnnxModel.load(int8()), "1.29.0", T4));
    assertThat(keys).hasSize(6);
    assertThat(OrtProviders.cache(settings, model, "1.29.0", T4)).isEqualTo(cache);
  }

  @Test
  void shouldReadTheGpuThatTheDriverTellsOf() throws IOException {
    Path gpus = Files.createDirectories(folder.resolve("gpus"));
    for (String one : List.of("0000:3b:00.0 Tesla T4", "0000:af:00.0 NVIDIA L4")) {
      Path gpu = Files.createDirectories(gpus.resolve(one.substring(0, 12)));
      Files.writeString(
          gpu.resolve("information"), "Model: \t\t " + one.substring(13) + "\nIRQ: 1\n");
    }
    Files.writeString(
        folder.resolve("version"),
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\n");

    assertThat(GpuIdentity.read(folder, 0)).isEqualTo(T4);
    assertThat(GpuIdentity.read(folder, 1).model()).isEqualTo("NVIDIA L4");
    assertThat(GpuIdentity.read(folder, 2).model()).isEqualTo("unknown");
    assertThat(GpuIdentity.read(folder.resolve("none"), 0))
        .isEqualTo(new GpuIdentity("unknown", "unknown"));
  }

  @Test
  void shouldSetCudaSoThatNumbersAndMemoryStayAsTheyAre() {
    assertThat(OrtProviders.cuda())
        .containsEntry("arena_extend_strategy", "kSameAsRequested")
        .containsEntry("use_tf32", "0")
        .doesNotContainKeys("enable_cuda_graph", "fuse_conv_bias");
  }

  @Test
  void shouldBringBackNoMoreThanTheBestBoxesFromADevice() {
    OnnxModel model = OnnxModel.load(InferenceSettings.cpu().withSize(Size.square(640)));
    LaneGraph graph = model.graph(true);

    assertThat(graph.isSelected()).isTrue();
    int numbers = graph.results().get(0).shape().stream().reduce(1, (one, other) -> one * other);
    assertThat(numbers * Float.BYTES).isLessThanOrEqualTo(16 << 10);
  }

  private static InferenceSettings settings(int batch, String cache) {
    return new InferenceSettings(null, Device.TENSORRT, 0, 0, batch, null, cache, Duration.ZERO);
  }

  private static InferenceSettings int8() {
    return new InferenceSettings("int8", Device.TENSORRT, 0, 0, 8, null, null, Duration.ZERO);
  }
}
