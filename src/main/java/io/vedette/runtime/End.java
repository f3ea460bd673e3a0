package io.vedette.runtime;

/** Told, on its own thread, that a part that works on its own has nothing more to do. */
public interface End {
  /** It cannot go on. */
  void failed(Failure failure);

  /** All there was to do is done. */
  default void done() {}
}
