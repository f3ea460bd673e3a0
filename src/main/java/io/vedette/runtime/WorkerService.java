package io.vedette.runtime;

import java.time.Duration;

/** A service that consists of one worker. Thread-safe, as far as its duty's parts are. */
public abstract class WorkerService implements Service {
  private final Worker worker;

  /**
   * A service yet to be started.
   *
   * @param name the name of the worker's thread: role and id, as {@code clip-keeper}
   * @param closeTimeout how long {@link #close} waits for a round to end
   */
  protected WorkerService(String name, Duration closeTimeout, Supervisor supervisor) {
    this.worker = new Worker(name, closeTimeout, this::duty, supervisor);
  }

  /** Makes the duty, on the worker's thread; again for each restart. */
  protected abstract Worker.Duty duty();

  /** The worker, which its duty asks whether it is to end. */
  protected final Worker worker() {
    return worker;
  }

  @Override
  public void start() {
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }
}
