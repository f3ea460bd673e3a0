package io.vedette.console;

import io.vedette.console.contract.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The handlers of the contract's operations, one for each id. Confined to the thread that adds
 * them, then immutable.
 */
public final class Handlers {
  /** A handler on the event loop, which must not block and answers through the call's context. */
  @FunctionalInterface
  public interface Direct {
    void handle(Call call);
  }

  /** A handler on a thread that may block. */
  @FunctionalInterface
  public interface Blocking {
    /**
     * The answer.
     *
     * @throws Problem for what is not done
     */
    Answer handle(Call call);
  }

  /** A handler whose answer comes later; called on the event loop, must not block. */
  @FunctionalInterface
  public interface Later {
    /** The answer; fails with a {@link Problem} for what is not done. */
    Future<Answer> handle(Call call);
  }

  /** A handler of WebSockets on the event loop, called once the caller's right is checked. */
  @FunctionalInterface
  public interface Socket {
    /** Serves an opened socket. */
    void opened(Call call, ServerWebSocket socket);
  }

  private final Map<String, Object> handlers = new LinkedHashMap<>();
  private Audit audit = Audit.NONE;

  /** Adds a handler on the event loop: for streams, and for answers that are at hand. */
  public Handlers direct(String operation, Direct handler) {
    return put(operation, handler);
  }

  /** Adds a handler that may block. */
  public Handlers blocking(String operation, Blocking handler) {
    return put(operation, handler);
  }

  /** Adds a handler whose answer comes later. */
  public Handlers later(String operation, Later handler) {
    return put(operation, handler);
  }

  /** Adds a handler of WebSockets. */
  public Handlers socket(String operation, Socket handler) {
    return put(operation, handler);
  }

  /** Sets the listener for every change. */
  public void audit(Audit audit) {
    this.audit = audit;
  }

  public Audit audit() {
    return audit;
  }

  private Handlers put(String operation, Object handler) {
    if (handlers.put(operation, handler) != null) {
      throw new IllegalStateException("operation " + operation + " has two handlers");
    }
    return this;
  }

  public Map<String, Object> byOperation() {
    return handlers;
  }
}
