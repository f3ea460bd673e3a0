package io.vedette.console;

/** The listener for every change, called before the change is answered. */
@FunctionalInterface
public interface Audit {
  /** No listener. */
  Audit NONE = (call, answer) -> {};

  /**
   * Notes a change that was made. Called where it may block.
   *
   * @throws RuntimeException when it cannot be noted, which the caller gets in place of the answer
   */
  void changed(Call call, Answer answer);
}
