package io.vedette.cli.model;

import io.vedette.runtime.Failure;
import org.bytedeco.javacpp.Loader;

/**
 * The check whether PyTorch is available: a source checkout has it, if it exists for the platform;
 * an archive does not.
 */
final class PyTorch {
  private static final String FOLDER = "org/bytedeco/pytorch/";
  private static final String LIBRARY = "/libjnitorch.";

  private PyTorch() {}

  /**
   * Checks that PyTorch is available.
   *
   * @param what the work that needs it
   * @throws Failure of action STOP when it is not
   */
  static void require(String what) {
    require(what, Loader.getPlatform());
  }

  /** Checks that PyTorch is available on a platform, as {@code linux-x86_64}. */
  static void require(String what, String platform) {
    if (!has(FOLDER + "Tensor.class")) {
      throw Failure.stop(
          what + " needs PyTorch, which the archive does not carry; use a source checkout");
    }
    if (!hasNatives(platform) && !hasNatives(platform + "-gpu")) {
      throw Failure.stop(
          "%s needs PyTorch, which is not made for %s; use another machine, the model runs here"
              .formatted(what, platform));
    }
  }

  private static boolean hasNatives(String platform) {
    String library = FOLDER + platform + LIBRARY;
    return has(library + "so") || has(library + "dylib");
  }

  private static boolean has(String resource) {
    return PyTorch.class.getClassLoader().getResource(resource) != null;
  }
}
