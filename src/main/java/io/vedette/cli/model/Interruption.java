package io.vedette.cli.model;

import io.vedette.runtime.Signals;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The handling of Ctrl-C during training: the first lets the step finish and saves it, the second
 * ends the program at once. Thread-safe; caller closes.
 */
final class Interruption implements AutoCloseable {
  private static final int BY_SIGNAL = 128;

  private final PrintWriter out;
  private final AtomicInteger signal = new AtomicInteger();
  private final Signals signals;

  /** Handles signals until it is closed. */
  Interruption(PrintWriter out) {
    this.out = out;
    this.signals = Signals.answer(this::answer);
  }

  private void answer(int number) {
    if (!signal.compareAndSet(0, number)) {
      Runtime.getRuntime().halt(BY_SIGNAL + number);
    }
    out.println();
    out.println("stopping after the state is saved; Ctrl-C again stops at once");
    out.flush();
  }

  boolean isAsked() {
    return signal.get() != 0;
  }

  /** The exit code of a training that was not done: 128 + the signal's number. */
  int code() {
    return BY_SIGNAL + signal.get();
  }

  @Override
  public void close() {
    signals.close();
  }
}
