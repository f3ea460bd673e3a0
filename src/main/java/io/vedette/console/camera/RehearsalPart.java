package io.vedette.console.camera;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.camera.CameraDirectory.Entry;
import io.vedette.console.contract.Problem;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.rule.RuleSettings;
import io.vedette.scene.CameraRules;
import io.vedette.tracking.TrackerSettings;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.RangeReader;
import io.vedette.transport.client.RangeReader.End;
import io.vedette.transport.detection.DetectionHistory;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The operation that runs new rules and the present ones over the last minutes of a camera's
 * detections, before the new ones are saved. One at a time for each caller: a later one ends it,
 * and so does a caller that goes away. Thread-safe.
 */
public final class RehearsalPart implements ConsolePart, AutoCloseable {
  private static final int THREADS = 2;
  private static final Duration BEFORE = Duration.ofMinutes(2);
  private static final RangeReader.Limits LIMITS =
      new RangeReader.Limits(300_000, Long.MAX_VALUE, Duration.ofSeconds(15));

  private final CameraDirectory directory;
  private final DetectionHistory history;
  private final TrackerSettings tracker;
  private final InstantSource clock;
  private final WorkerExecutor workers;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /** The sources of rehearsals. */
  public record Source(
      KafkaAccess kafka, Topics topics, TrackerSettings tracker, InstantSource clock) {}

  /** One rehearsal, until it ends or nobody wants it. */
  private static final class Running {
    private volatile boolean isCancelled;

    void cancel() {
      isCancelled = true;
    }

    boolean isCancelled() {
      return isCancelled;
    }
  }

  public RehearsalPart(Vertx vertx, CameraDirectory directory, Source source) {
    this.directory = directory;
    this.history = new DetectionHistory(source.kafka(), source.topics().detections(), LIMITS);
    this.tracker = source.tracker();
    this.clock = source.clock();
    this.workers = vertx.createSharedWorkerExecutor("console-rehearsals", THREADS);
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.later("rehearseRules", this::rehearse);
  }

  private Future<Answer> rehearse(Call call) {
    Entry entry = directory.find(call.text("id")).orElseThrow(Problem::notFound);
    String caller = caller(call.actor());
    Running mine = new Running();
    call.context().addEndHandler(end -> mine.cancel());
    Running former = running.put(caller, mine);
    if (former != null) {
      former.cancel();
    }
    return workers
        .executeBlocking(() -> answer(call, entry, mine), false)
        .onComplete(done -> running.remove(caller, mine));
  }

  private Answer answer(Call call, Entry entry, Running mine) {
    String id = entry.camera().id();
    String present = entry.camera().settings();
    ObjectNode changed = SettingsJson.withRules(CameraJson.parsed(present), call.body());
    RuleSettings proposed = rules(id, GivenSettings.checked(id, changed, present));
    Instant until = clock.instant();
    Span span =
        new Span(until.minus(Duration.ofMinutes(call.body().path("minutes").asLong(10))), until);
    Both both =
        new Both(
            new Rehearsal(tracker, rules(id, present), span.from()),
            new Rehearsal(tracker, proposed, span.from()),
            span);
    End end = history.read(id, span.from().minus(BEFORE), both::take, mine::isCancelled);
    if (end == End.CANCELLED) {
      throw new Problem(409, "another rehearsal of yours has taken the place of this one");
    }
    return Answer.json(both.json(end == End.WHOLE));
  }

  private record Span(Instant from, Instant until) {}

  /** The rehearsal of both sets of rules on the same detections. Confined to one thread. */
  private static final class Both {
    private final Rehearsal present;
    private final Rehearsal proposed;
    private final Span span;
    private Instant last;
    private long frames;

    Both(Rehearsal present, Rehearsal proposed, Span span) {
      this.present = present;
      this.proposed = proposed;
      this.span = span;
      this.last = span.from();
    }

    void take(FrameDetections detections) {
      Instant at = detections.frame().capturedAt();
      if (!at.isBefore(span.from())) {
        frames++;
        last = at;
      }
      present.take(detections);
      proposed.take(detections);
    }

    ObjectNode json(boolean isWhole) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("from", DetectionJson.time(span.from()));
      json.put("until", DetectionJson.time(isWhole ? span.until() : last));
      json.put("frames", frames).put("whole", isWhole);
      json.set("present", present.json());
      json.set("proposed", proposed.json());
      return json;
    }
  }

  private static RuleSettings rules(String camera, String settings) {
    return CameraRules.parse(camera, settings.getBytes(StandardCharsets.UTF_8));
  }

  private static String caller(Actor actor) {
    String account = actor.account();
    return account == null ? actor.name() : account;
  }

  @Override
  public void close() {
    running.values().forEach(Running::cancel);
    var unused = workers.close();
  }
}
