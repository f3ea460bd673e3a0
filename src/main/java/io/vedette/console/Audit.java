package io.vedette.console;

/** The listener for every change, called before the change is answered. */
@FunctionalInterface
public interface Audit {
  /** No listener. */
  Audit NONE = (call, answer) -> {};

  /**
   * A change was made. Called where it may block.
   *
   * @throws RuntimeException when it cannot be noted; the caller is told so in place of the answer
   */
  void changed(Call call, Answer answer);
}
