package io.vedette.console.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.compare.FrameDifference;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.console.run.RunDirectory.Run;
import io.vedette.console.search.Cursor;
import io.vedette.console.search.TimeSpan;
import io.vedette.event.DetectionJson;
import io.vedette.http.Routes;
import io.vedette.store.Micros;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.detection.RunSpanReader;
import io.vedette.transport.detection.RunSpanReader.Span;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operation that compares two runs, one call at a time; few wait. Thread-safe. */
public final class DiffPart implements ConsolePart, AutoCloseable {
  private static final int MOST_FRAMES = 20_000;
  private static final RunSpanReader.Limits LIMITS =
      new RunSpanReader.Limits(MOST_FRAMES, 500_000, Duration.ofSeconds(12));
  private static final int MOST_WAITING = 4;
  private static final int MOST_KEPT = 4;
  private static final List<String> ALL = List.of("*"); // no camera is called so

  private final RunDirectory runs;
  private final RunKafka kafka;
  private final WorkerExecutor workers;
  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final Map<Asked, RunDiff> kept = new LinkedHashMap<>();

  /** The key of a comparison, which is not made again for the next page. */
  private record Asked(
      String first, String second, List<String> cameras, Instant from, Instant to, double iou) {}

  public DiffPart(Vertx vertx, RunDirectory runs, RunKafka kafka) {
    this.runs = runs;
    this.kafka = kafka;
    this.workers = vertx.createSharedWorkerExecutor("console-diffs", 1);
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.later("diffRuns", this::diff);
  }

  private Future<Answer> diff(Call call) {
    if (!places.tryAcquire()) {
      throw new Problem(503, "other runs are being compared").with("Retry-After", "5");
    }
    AtomicBoolean isGone = new AtomicBoolean();
    call.context().addEndHandler(end -> isGone.set(true));
    Routes.hold(call.context());
    return workers
        .executeBlocking(() -> RunPart.allowed(() -> answer(call, isGone)), false)
        .onComplete(done -> places.release());
  }

  private Answer answer(Call call, AtomicBoolean isGone) {
    Run first = runs.find(call.text("id"), call.actor());
    Run second = runs.find(call.text("other"), call.actor());
    Page page = page(call, first, second);
    RunDiff diff = page.from.isBefore(page.to) ? diff(call, page, isGone) : RunDiff.none(page.to);
    int limit = (int) call.number("limit");
    List<FrameDifference> frames = diff.frames().stream().skip(page.skip).limit(limit).toList();
    int end = page.skip + frames.size();
    ObjectNode json = RunJson.of(diff.summary());
    json.put("first", first.name()).put("second", second.name());
    json.put("from", DetectionJson.time(page.from)).put("to", DetectionJson.time(diff.until()));
    json.put("whole", !diff.until().isBefore(page.to)).put("most", MOST_FRAMES);
    json.put("differing", diff.differing());
    var list = json.putArray("differences");
    frames.forEach(difference -> list.add(RunJson.of(difference)));
    json.put("next", end < diff.frames().size() ? page.after(end) : null);
    return Answer.json(json);
  }

  /**
   * A page of a comparison: a span of frames, and a part of their differences.
   *
   * @param skip number of differences on earlier pages
   * @param filter a digest of the request
   */
  private record Page(Instant from, Instant to, int skip, int filter) {
    /** The cursor of the page after a number of differences. */
    String after(int count) {
      return new Cursor(count, Micros.of(from) + "-" + Micros.of(to), filter).text();
    }
  }

  private static Page page(Call call, Run first, Run second) {
    int filter =
        List.of(first.name(), second.name(), call.texts("camera"), call.text("iou")).hashCode();
    String after = call.maybe("after").orElse("");
    if (!after.isEmpty()) {
      Cursor cursor = Cursor.read(after, filter);
      String[] span = cursor.key().split("-", 2);
      if (span.length == 2 && span[0].matches("[0-9]{1,17}") && span[1].matches("[0-9]{1,17}")) {
        return new Page(
            Micros.instant(Long.parseLong(span[0])),
            Micros.instant(Long.parseLong(span[1])),
            (int) Math.max(0, Math.min(cursor.at(), MOST_FRAMES)),
            filter);
      }
      throw new Problem(400, "query/after: expected the next of an answer to the same filter");
    }
    Instant from = later(first.from(), second.from());
    Instant to = earlier(first.to(), second.to());
    if (call.maybe("from").isPresent()) {
      from = Micros.instant(TimeSpan.of(call).from());
    }
    if (call.maybe("to").isPresent()) {
      to = Micros.instant(TimeSpan.of(call).to());
    }
    return new Page(from, to, 0, filter);
  }

  private static Instant later(@Nullable Instant one, @Nullable Instant other) {
    Instant a = one == null ? Instant.EPOCH : one;
    Instant b = other == null ? Instant.EPOCH : other;
    return a.isAfter(b) ? a : b;
  }

  /** The end of the time that both runs have. */
  private static Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return Instant.EPOCH;
    }
    return (one.isBefore(other) ? one : other).plus(1, ChronoUnit.MICROS);
  }

  private RunDiff diff(Call call, Page page, AtomicBoolean isGone) {
    String first = call.text("id");
    String second = call.text("other");
    List<String> cameras = cameras(call);
    double iou = call.maybeNumber("iou").orElse(0.5);
    Asked key = new Asked(first, second, cameras, page.from, page.to, iou);
    RunDiff known = page.skip > 0 ? kept(key) : null;
    if (known != null) {
      return known;
    }
    KafkaAccess access = kafka.access().as(kafka.rights().diff(List.of(first, second)));
    RunDiff.Question question =
        new RunDiff.Question(
            kafka.topics().detections(first),
            kafka.topics().detections(second),
            new Span(page.from, page.to, seen(cameras, call.actor())),
            iou);
    RunDiff made = RunDiff.of(new RunSpanReader(access, LIMITS), question, isGone::get);
    if (!isGone.get()) {
      keep(key, made);
    }
    return made;
  }

  /** The cameras to compare; {@link #ALL} for a caller who sees all and names none. */
  private static List<String> cameras(Call call) {
    List<String> asked = call.texts("camera");
    if (!asked.isEmpty()) {
      return asked.stream().sorted().toList();
    }
    return call.actor().cameras().isAll() ? ALL : call.actor().cameras().ids();
  }

  private static Predicate<String> seen(List<String> cameras, Actor actor) {
    return camera -> actor.sees(camera) && (cameras.equals(ALL) || cameras.contains(camera));
  }

  private synchronized @Nullable RunDiff kept(Asked key) {
    return kept.get(key);
  }

  private synchronized void keep(Asked key, RunDiff diff) {
    kept.put(key, diff);
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  @Override
  public void close() {
    var unused = workers.close();
  }
}
