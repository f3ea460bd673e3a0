package io.vedette.console.search;

import io.vedette.access.Actor;
import io.vedette.access.Role;
import io.vedette.console.Call;
import io.vedette.console.contract.Problem;
import io.vedette.http.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The answers without a known end: the stream of new events, and the export of many. Thread-safe.
 */
final class EventStreams {
  private static final int MOST_STREAMS = 200;
  private static final int MOST_EXPORTS = 4;
  private static final int PAGE = 200;
  private static final int EXPORT_PAGE = 1_000;
  private static final long ROUND_MILLIS = 500;
  private static final int ROUNDS_A_BEAT = 30;

  private final Vertx vertx;
  private final EventPart.Source source;
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger exports = new AtomicInteger();

  EventStreams(Vertx vertx, EventPart.Source source) {
    this.vertx = vertx;
    this.source = source;
  }

  /**
   * Sends new events as server-sent events; each has its number as id, by which a client continues.
   */
  void follow(Call call) {
    EventFilter filter = EventFilter.of(call); // fails before anything is taken
    long since = since(call);
    take(streams, MOST_STREAMS);
    HttpServerResponse response = begin(call, "text/event-stream");
    response.putHeader("X-Accel-Buffering", "no");
    var unused = response.write(": events as they come\n\n");
    new Following(call, response, filter, since).start();
  }

  /** Sends all events of a filter as CSV, newest first. */
  void export(Call call) {
    EventFilter filter = EventFilter.of(call);
    take(exports, MOST_EXPORTS);
    HttpServerResponse response = begin(call, "text/csv; charset=utf-8");
    response.putHeader("Content-Disposition", "attachment; filename=\"events.csv\"");
    new Exporting(call, response, filter).start();
  }

  /** The number after which a client continues; -1 for the last one. */
  private static long since(Call call) {
    return call.maybe("Last-Event-ID")
        .or(() -> call.maybe("since"))
        .map(Long::parseLong)
        .orElse(-1L);
  }

  private static void take(AtomicInteger taken, int most) {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      throw new Problem(503, "%d others do this already".formatted(most)).with("Retry-After", "5");
    }
  }

  private static HttpServerResponse begin(Call call, String type) {
    Routes.hold(call.context());
    return call.context().response().setChunked(true).putHeader("Content-Type", type);
  }

  private WorkerExecutor workers() {
    return vertx.createSharedWorkerExecutor("console-streams", 4);
  }

  private static boolean isOver(HttpServerResponse response) {
    return response.ended() || response.closed();
  }

  /** A client that follows new events. Confined to its event loop, but for reading the database. */
  private final class Following {
    private final Call call;
    private final HttpServerResponse response;
    private final EventFilter filter;
    private final WorkerExecutor workers = workers();
    private Actor actor;
    private long seq;
    private boolean isReading;
    private boolean isOpen = true;
    private int rounds;

    private Following(Call call, HttpServerResponse response, EventFilter filter, long since) {
      this.call = call;
      this.response = response;
      this.filter = filter;
      this.actor = call.actor();
      this.seq = since;
    }

    private void start() {
      long timer = vertx.setPeriodic(1, ROUND_MILLIS, ignored -> round());
      response.endHandler(ignored -> close(timer));
      response.closeHandler(ignored -> close(timer));
      response.exceptionHandler(ignored -> close(timer));
    }

    private void close(long timer) {
      if (isOpen) {
        isOpen = false;
        streams.decrementAndGet();
        var unused = vertx.cancelTimer(timer);
        unused = workers.close() == null;
      }
    }

    private void round() {
      rounds++;
      if (rounds % 2 == 0) {
        askRights();
      }
      if (rounds % ROUNDS_A_BEAT == 0 && !isOver(response)) {
        var unused = response.write(": still here\n\n");
      }
      if (!isReading && isOpen && !response.writeQueueFull()) {
        ask();
      }
    }

    private void ask() {
      isReading = true;
      Actor reader = actor;
      workers
          .executeBlocking(() -> read(reader), false)
          .onComplete(
              text -> {
                isReading = false;
                if (!text.isEmpty() && !isOver(response)) {
                  var unused = response.write(text);
                }
              },
              failure -> isReading = false); // the database is away; it is asked again
    }

    private String read(Actor reader) {
      long last = source.last();
      if (seq < 0) {
        seq = last;
      }
      List<EventRow> rows = source.after(filter, reader.cameras(), seq, last, PAGE);
      seq = rows.size() < PAGE ? Math.max(seq, last) : rows.get(rows.size() - 1).seq();
      return rows.stream()
          .map(
              row -> "id: %d\nevent: %s\ndata: %s\n\n".formatted(row.seq(), row.type(), row.json()))
          .collect(Collectors.joining());
    }

    private void askRights() {
      call.actorNow()
          .onComplete(
              now -> {
                actor = now;
                if (!now.role().holds(Role.VIEWER)) {
                  end();
                }
              },
              failure -> end());
    }

    private void end() {
      actor = Actor.NOBODY;
      if (!isOver(response)) {
        var unused = response.end();
      }
    }
  }

  /**
   * A client that downloads a long list. Confined to its event loop, but for reading the database.
   */
  private final class Exporting {
    private final Call call;
    private final HttpServerResponse response;
    private final EventFilter filter;
    private final WorkerExecutor workers = workers();
    private Cursor place;
    private long left;
    private boolean isOpen = true;

    private Exporting(Call call, HttpServerResponse response, EventFilter filter) {
      this.call = call;
      this.response = response;
      this.filter = filter;
      this.left = call.number("limit");
      this.place = new Cursor(Long.MAX_VALUE, Long.toString(Long.MAX_VALUE), filter.mark());
    }

    private void start() {
      response.endHandler(ignored -> close());
      response.closeHandler(ignored -> close());
      response.exceptionHandler(ignored -> close());
      var unused = response.write(EventCsv.head());
      next();
    }

    private void close() {
      if (isOpen) {
        isOpen = false;
        exports.decrementAndGet();
        var unused = workers.close();
      }
    }

    private void next() {
      if (isOver(response)) {
        return;
      }
      if (response.writeQueueFull()) {
        response.drainHandler(ignored -> next());
        return;
      }
      call.actorNow()
          .compose(
              now ->
                  workers.executeBlocking(
                      () ->
                          source.page(
                              filter,
                              now.cameras(),
                              place.at(),
                              place.number(),
                              (int) Math.min(left, EXPORT_PAGE)),
                      false))
          .onComplete(this::write, failure -> cut());
    }

    private void write(List<EventRow> rows) {
      if (isOver(response)) {
        return;
      }
      left -= rows.size();
      String lines = rows.stream().map(EventCsv::line).collect(Collectors.joining());
      var unused = lines.isEmpty() ? null : response.write(lines);
      if (rows.size() < EXPORT_PAGE || left <= 0) {
        unused = response.end();
        return;
      }
      EventRow end = rows.get(rows.size() - 1);
      place = new Cursor(end.at(), Long.toString(end.seq()), filter.mark());
      next();
    }

    /** Breaks the connection, since a list that is cut off must not look whole. */
    private void cut() {
      var unused = call.context().request().connection().close();
    }
  }
}
