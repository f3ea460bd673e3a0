package io.vedette.model.torch;

import static org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

/** The number of threads that PyTorch uses for one operation. Thread-safe. */
public final class TorchThreads {
  private TorchThreads() {}

  /**
   * Sets it for operations of the calling thread.
   *
   * <p>OpenBLAS beneath has its own threads, which PyTorch's setting does not reach, and which all
   * callers share: where others use the machine as well, they spend most of their time waiting for
   * each other.
   */
  public static void limit(int threads) {
    set_num_threads(threads);
    blas_set_num_threads(threads);
  }
}
