package io.vedette.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limit on the number of one server's connections, each of which is closed when it is idle or
 * its request takes too long. Confined to the server's event loop.
 *
 * <p>At the limit a new connection takes the place of the one that has been idle for longest. Where
 * all are busy its first request is refused with 503; beyond a few of those it is closed at once.
 */
final class ConnectionLimit {
  private static final int REFUSED_AT_A_TIME = 16;
  private static final long REFUSAL_MILLIS = 2_000;
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final int most;
  private final long idleMillis;
  private final long requestMillis;
  private final Map<HttpConnection, Long> timers = new HashMap<>();

  /** Connections without a request, in the order in which they became idle. */
  private final Map<HttpConnection, Boolean> idle = new LinkedHashMap<>();

  private final Map<HttpConnection, Boolean> refused = new HashMap<>();

  ConnectionLimit(Vertx vertx, Listener.Limits limits) {
    this.vertx = vertx;
    this.most = limits.connections();
    this.idleMillis = limits.idle().toMillis();
    this.requestMillis = limits.request().toMillis();
  }

  /** Notes an accepted connection. */
  void opened(HttpConnection connection) {
    connection.closeHandler(ignored -> closed(connection));
    timers.put(connection, NO_TIMER);
    if (timers.size() - refused.size() > most && !closeLongestIdle()) {
      refuse(connection);
      return;
    }
    idle.put(connection, true);
    limit(connection, idleMillis);
  }

  /**
   * Notes a request that has arrived.
   *
   * @return whether it may be answered; else it is to be refused, and its connection closed
   */
  boolean begin(HttpConnection connection) {
    if (refused.containsKey(connection)) {
      return false;
    }
    idle.remove(connection);
    limit(connection, requestMillis);
    return true;
  }

  /** Notes that the answer to a request was sent, or cannot be sent any more. */
  void end(HttpConnection connection) {
    if (timers.containsKey(connection) && !refused.containsKey(connection)) {
      idle.put(connection, true);
      limit(connection, idleMillis);
    }
  }

  /** Notes that the answer to a request has no end of its own; its handler watches over it. */
  void hold(HttpConnection connection) {
    if (timers.containsKey(connection) && !refused.containsKey(connection)) {
      cancel(timers.put(connection, NO_TIMER));
    }
  }

  private void closed(HttpConnection connection) {
    cancel(timers.remove(connection));
    idle.remove(connection);
    refused.remove(connection);
  }

  private boolean closeLongestIdle() {
    Iterator<HttpConnection> oldest = idle.keySet().iterator();
    if (!oldest.hasNext()) {
      return false;
    }
    HttpConnection connection = oldest.next();
    closed(connection);
    cut(connection);
    return true;
  }

  private void refuse(HttpConnection connection) {
    if (refused.size() >= REFUSED_AT_A_TIME) {
      closed(connection);
      cut(connection);
      return;
    }
    refused.put(connection, true);
    limit(connection, REFUSAL_MILLIS);
  }

  private void limit(HttpConnection connection, long millis) {
    cancel(timers.put(connection, vertx.setTimer(millis, ignored -> cut(connection))));
  }

  /** Closes a connection without waiting until all data was read, unlike Vert.x's own close. */
  private static void cut(HttpConnection connection) {
    if (connection instanceof ConnectionBase channel) {
      var unused = channel.channelHandlerContext().close();
    } else {
      connection.close();
    }
  }

  private void cancel(@Nullable Long timer) {
    if (timer != null && timer != NO_TIMER) {
      vertx.cancelTimer(timer);
    }
  }
}
