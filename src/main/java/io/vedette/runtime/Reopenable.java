package io.vedette.runtime;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is opened at its first use, and again at the first use after it was closed.
 * Confined to one thread; caller closes.
 *
 * @param <T> the resource's type
 */
public final class Reopenable<T> implements AutoCloseable {
  private final Supplier<T> opener;
  private final Consumer<T> closer;
  private @Nullable T open;

  public Reopenable(Supplier<T> opener, Consumer<T> closer) {
    this.opener = opener;
    this.closer = closer;
  }

  /** The open resource. */
  public T get() {
    T present = open;
    if (present == null) {
      present = opener.get();
      open = present;
    }
    return present;
  }

  /** Closes the resource where it is open. */
  @Override
  public void close() {
    T last = open;
    open = null;
    if (last != null) {
      closer.accept(last);
    }
  }
}
