package io.vedette.model.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;

/** Bounds to the lives of native objects: what is made within is freed at the end. Thread-safe. */
public final class NativeScope {
  private NativeScope() {}

  public static void run(Runnable task) {
    PointerScope scope = new PointerScope();
    try {
      task.run();
    } finally {
      scope.close();
    }
  }

  /** The same, and nothing computed within can be differentiated. */
  public static void withoutGradients(Runnable task) {
    run(
        () -> {
          AutoGradMode off = new AutoGradMode(false);
          try {
            task.run();
          } finally {
            off.close();
          }
        });
  }
}
