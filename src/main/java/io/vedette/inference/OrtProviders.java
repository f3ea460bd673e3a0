package io.vedette.inference;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.vedette.inference.InferenceSettings.Device;

/** ONNX Runtime's execution providers for GPUs, as its documentation sets them. */
final class OrtProviders {
  private OrtProviders() {}

  /** Adds what the device needs; the CPU is always there. */
  static void add(OrtSession.SessionOptions options, InferenceSettings settings, Device device)
      throws OrtException {
    if (device == Device.TENSORRT) {
      addTensorRt(options, settings);
    }
    if (device == Device.TENSORRT || device == Device.CUDA) {
      addCuda(options, settings);
    }
  }

  private static void addTensorRt(OrtSession.SessionOptions options, InferenceSettings settings)
      throws OrtException {
    try (OrtTensorRTProviderOptions provider = new OrtTensorRTProviderOptions(settings.gpu())) {
      provider.add("trt_fp16_enable", "1");
      if (settings.engineCache() != null) {
        provider.add("trt_engine_cache_enable", "1");
        provider.add("trt_engine_cache_path", settings.engineCache());
        provider.add("trt_timing_cache_enable", "1");
      }
      options.addTensorrt(provider);
    }
  }

  private static void addCuda(OrtSession.SessionOptions options, InferenceSettings settings)
      throws OrtException {
    try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(settings.gpu())) {
      // Doubling arenas keep what a single large batch once took.
      provider.add("arena_extend_strategy", "kSameAsRequested");
      provider.add("cudnn_conv_algo_search", "HEURISTIC");
      options.addCUDA(provider);
    }
  }
}
