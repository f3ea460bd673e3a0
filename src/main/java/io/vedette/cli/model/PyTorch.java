package io.vedette.cli.model;

import io.vedette.runtime.Failure;

/** Whether PyTorch is there: a source checkout has it, an archive does not. */
final class PyTorch {
  private PyTorch() {}

  /**
   * Does nothing when it is.
   *
   * @param what needs it
   * @throws Failure of action STOP when it is not
   */
  static void require(String what) {
    try {
      Class.forName("org.bytedeco.pytorch.Tensor", false, PyTorch.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw Failure.stop(
          what + " needs PyTorch, which the archive does not carry; use a source checkout", e);
    }
  }
}
