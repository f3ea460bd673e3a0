package io.vedette.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services with a common lifecycle: each is started when it is added, and all are closed in reverse
 * order. Confined to one thread at a time; {@link #close} may come from another one.
 */
public final class Services implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts a service and keeps it to be closed in its turn, also when its start fails.
   *
   * @throws Failure of action STOP when this was closed meanwhile, or whatever the start throws
   */
  public <S extends Service> S start(S service) {
    keep(service);
    service.start();
    return service;
  }

  /**
   * Keeps something that is already running, to be closed in its turn.
   *
   * @throws Failure of action STOP when this was closed meanwhile
   */
  public synchronized <C extends AutoCloseable> C keep(C part) {
    if (closed) {
      throw Failure.stop("stopped while starting");
    }
    running.push(part);
    return part;
  }

  /**
   * Closes all services in reverse order and waits; each is closed even where an earlier one fails
   * to.
   */
  @Override
  public void close() {
    for (AutoCloseable part = next(); part != null; part = next()) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close: {}", part.getClass().getSimpleName(), e.getMessage(), e);
      }
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    closed = true;
    return running.poll();
  }
}
