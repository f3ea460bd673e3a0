package io.vedette.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.console.contract.Problem;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** The identification of callers. Its methods are called on the event loop and do not block. */
public interface Callers {
  /**
   * The actor of a request.
   *
   * @return {@link Actor#NOBODY} without a login; fails with a {@link Problem} where the request
   *     must not be answered at all
   */
  Future<Actor> of(RoutingContext context);

  /** Whether a request that changes something comes from the page itself, or from a program. */
  default boolean isFromPage(RoutingContext context) {
    return true;
  }

  /** Adds what the page needs besides the caller's identity and rights. */
  default void describe(RoutingContext context, ObjectNode me) {}
}
