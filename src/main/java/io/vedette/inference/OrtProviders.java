package io.vedette.inference;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.vedette.file.FileReason;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.graph.BytesGraph;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime's execution providers for GPUs, configured as its documentation says. */
final class OrtProviders {
  private static final String WORKSPACE_BYTES = Long.toString(2L << 30);

  private OrtProviders() {}

  /** Adds what the device needs; the CPU is always there. */
  static void add(
      OrtSession.SessionOptions options, InferenceSettings settings, Device device, OnnxModel model)
      throws OrtException {
    if (device == Device.TENSORRT) {
      addTensorRt(options, settings, model);
    }
    if (device == Device.TENSORRT || device == Device.CUDA) {
      addCuda(options, settings);
    }
  }

  private static void addTensorRt(
      OrtSession.SessionOptions options, InferenceSettings settings, OnnxModel model)
      throws OrtException {
    try (OrtTensorRTProviderOptions provider = new OrtTensorRTProviderOptions(settings.gpu())) {
      String runtime = OrtRuntime.environment().getVersion();
      Path cache = cache(settings, model, runtime, GpuIdentity.of(settings.gpu()));
      for (Map.Entry<String, String> one : tensorRt(settings, model, cache).entrySet()) {
        provider.add(one.getKey(), one.getValue());
      }
      options.addTensorrt(provider);
    }
  }

  /** The folder for engines of exactly this model on exactly this machine; null keeps none. */
  static @Nullable Path cache(
      InferenceSettings settings, OnnxModel model, String runtime, GpuIdentity gpu) {
    if (settings.engineCache() == null) {
      return null;
    }
    String shapes = profile(model, most(settings, model));
    return Path.of(settings.engineCache()).resolve(gpu.cacheKey(runtime, model.digest(), shapes));
  }

  /** The options of TensorRT. */
  static Map<String, String> tensorRt(
      InferenceSettings settings, OnnxModel model, @Nullable Path cache) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("trt_fp16_enable", "1");
    options.put("trt_int8_enable", model.isInt8() ? "1" : "0"); // ranges are in the graph
    options.put("trt_builder_optimization_level", "3");
    options.put("trt_max_workspace_size", WORKSPACE_BYTES);
    if (model.batch() == 0) {
      // One engine for every batch: without them it is built again for each shape, while it serves.
      String most = profile(model, most(settings, model));
      options.put("trt_profile_min_shapes", profile(model, 1));
      options.put("trt_profile_opt_shapes", most);
      options.put("trt_profile_max_shapes", most);
    }
    if (cache != null) {
      create(cache);
      options.put("trt_engine_cache_enable", "1");
      options.put("trt_engine_cache_path", cache.toString());
      options.put("trt_engine_cache_prefix", "vedette");
      options.put("trt_timing_cache_enable", "1");
      options.put("trt_timing_cache_path", cache.toString());
    }
    return options;
  }

  private static int most(InferenceSettings settings, OnnxModel model) {
    return model.batch() == 0 ? settings.batch() : model.batch();
  }

  private static String profile(OnnxModel model, int pictures) {
    Size size = model.size();
    return "%s:%dx%dx%dx3".formatted(BytesGraph.INPUT, pictures, size.height(), size.width());
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Failure.stop(
          "inference.engine-cache %s cannot be written: %s".formatted(folder, FileReason.of(e)), e);
    }
  }

  /** The options of CUDA. */
  static Map<String, String> cuda() {
    Map<String, String> options = new LinkedHashMap<>();
    // Doubling arenas keep what a single large batch once took.
    options.put("arena_extend_strategy", "kSameAsRequested");
    options.put("cudnn_conv_algo_search", "HEURISTIC");
    options.put("do_copy_in_default_stream", "1");
    options.put("use_ep_level_unified_stream", "1");
    // It would change numbers by the GPU's generation.
    options.put("use_tf32", "0");
    return options;
  }

  private static void addCuda(OrtSession.SessionOptions options, InferenceSettings settings)
      throws OrtException {
    try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(settings.gpu())) {
      for (Map.Entry<String, String> one : cuda().entrySet()) {
        provider.add(one.getKey(), one.getValue());
      }
      options.addCUDA(provider);
    }
  }
}
