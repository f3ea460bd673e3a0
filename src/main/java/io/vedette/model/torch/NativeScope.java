package io.vedette.model.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;

/**
 * The lifetime of native objects: all that are created within the scope are freed at its end.
 * Thread-safe.
 */
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

  /** Runs work in a scope, in which nothing can be differentiated. */
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
