package io.vedette.console.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.access.Role;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.console.run.RunDirectory.Run;
import io.vedette.event.FrameDetections;
import io.vedette.runtime.Failure;
import io.vedette.transport.frame.FrameSelection.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations on runs: their list, and the start and end of those that this console makes.
 * Thread-safe.
 */
public final class RunPart implements ConsolePart {
  private final RunDirectory runs;
  private final RunJobs jobs;
  private final ModelCatalog models;

  public RunPart(RunDirectory runs, RunJobs jobs, ModelCatalog models) {
    this.runs = runs;
    this.jobs = jobs;
    this.models = models;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers
        .blocking("listRuns", this::list)
        .blocking("startRun", call -> allowed(() -> start(call)))
        .blocking("stopRun", this::stop);
  }

  /** Work that Kafka may refuse, for a reason that the caller can act on. */
  interface Allowed {
    Answer answer();
  }

  static Answer allowed(Allowed work) {
    try {
      return work.answer();
    } catch (Failure e) {
      if (e.action() == Failure.Action.STOP) {
        throw new Problem(503, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private Answer list(Call call) {
    return allowed(
        () -> {
          ObjectNode json = JsonNodeFactory.instance.objectNode();
          var list = json.putArray("runs");
          runs.list(call.actor()).forEach(run -> list.add(RunJson.of(run, call.actor())));
          return Answer.json(json);
        });
  }

  private Answer start(Call call) {
    JsonNode body = call.body();
    requireOtherName(body);
    ModelFile model = model(body);
    RunOrder order = order(body, model, call.actor());
    requireFit(order);
    requireBeside(order);
    RunRecord job = jobs.start(order, model);
    runs.forget();
    Run made =
        new Run(
            order.name(),
            order.kind(),
            List.of(),
            null,
            null,
            null,
            job.state().wireName(),
            Set.of(),
            job);
    return Answer.json(RunJson.of(made, call.actor())).status(201);
  }

  private static void requireOtherName(JsonNode body) {
    if (body.path("name").asText().equals(FrameDetections.LIVE)) {
      throw new Problem(422, "body/name: expected another name than live");
    }
  }

  private ModelFile model(JsonNode body) {
    String digest = body.path("model").asText();
    return models
        .find(digest)
        .orElseThrow(
            () -> new Problem(422, "body/model: there is no model %s here".formatted(digest)));
  }

  private static RunOrder order(JsonNode body, ModelFile model, Actor actor) {
    boolean isShadow = body.path("kind").asText().equals("shadow");
    return new RunOrder(
        body.path("name").asText(),
        isShadow ? RunOrder.Kind.SHADOW : RunOrder.Kind.REPLAY,
        model.digest(),
        isShadow ? wholeSpan(body, actor) : span(body, actor),
        Duration.ofMinutes(body.path("minutes").asLong(60)),
        actor.name());
  }

  /** The span of a shadow, whose workers share all new frames of all cameras. */
  private static Span wholeSpan(JsonNode body, Actor actor) {
    if (!actor.cameras().isAll()) {
      throw new Problem(
          403,
          "a shadow infers the frames of all cameras, and you see some of them; make a replay");
    }
    if (body.has("from") || body.has("to") || !body.path("cameras").isEmpty()) {
      throw new Problem(
          422,
          "body: a shadow takes new frames of all cameras; from, to and cameras are of replays");
    }
    return new Span(Instant.EPOCH, null, Set.of());
  }

  private static Span span(JsonNode body, Actor actor) {
    @Nullable Instant from = time(body, "from");
    @Nullable Instant to = time(body, "to");
    if (from != null && to != null && !from.isBefore(to)) {
      throw new Problem(422, "body/to: expected a time after from");
    }
    return new Span(from == null ? Instant.EPOCH : from, to, cameras(body, actor));
  }

  /** The cameras of a replay; none for all, of a caller who sees all. */
  private static Set<String> cameras(JsonNode body, Actor actor) {
    Set<String> cameras = new HashSet<>();
    body.path("cameras").forEach(camera -> cameras.add(camera.asText()));
    if (!cameras.stream().allMatch(actor::sees)) {
      throw Problem.notFound();
    }
    if (cameras.isEmpty() && !actor.cameras().isAll()) {
      cameras.addAll(actor.cameras().ids());
      if (cameras.isEmpty()) {
        throw new Problem(422, "body/cameras: there are no cameras that you may see");
      }
    }
    return cameras;
  }

  private static @Nullable Instant time(JsonNode body, String field) {
    if (!body.has(field)) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(body.path(field).asText()).toInstant();
      if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("2199-12-31T23:59:59Z"))) {
        throw new Problem(422, "body/" + field + ": expected a time of 1970 to 2199");
      }
      return time;
    } catch (DateTimeException e) {
      throw new Problem(422, "body/" + field + ": expected a time as 2026-11-23T22:40:16Z");
    }
  }

  /**
   * Checks that an order fits an existing run of its name: the same model, and no other worker on
   * it.
   */
  private void requireFit(RunOrder order) {
    runs.forget();
    runs.list(Actor.LOCAL).stream()
        .filter(run -> run.name().equals(order.name()))
        .findFirst()
        .ifPresent(run -> requireFit(order, run));
  }

  /**
   * Checks that a shadow is not of the promoted model, whose workers are live ones, whatever they
   * were started as.
   */
  private void requireBeside(RunOrder order) {
    String digest = order.model();
    boolean isShadow = order.kind() == RunOrder.Kind.SHADOW;
    if (isShadow && runs.promoted().filter(digest::equals).isPresent()) {
      throw new Problem(
          409,
          "model %s is the promoted one, whose workers are live ones; run vedette detect with it, or make a replay"
              .formatted(digest));
    }
  }

  private static void requireFit(RunOrder order, Run known) {
    String name = order.name();
    boolean isOther =
        known.models().stream().anyMatch(model -> !model.digest().equals(order.model()));
    if (isOther) {
      throw new Problem(
          409,
          "there is a run %s of the model %s already; take another name"
              .formatted(name, known.models().get(0).digest()));
    }
    if (!known.models().isEmpty() && known.kind() != order.kind()) {
      throw new Problem(
          409,
          "there is a %s %s already; take another name".formatted(known.kind().wireName(), name));
    }
    if (known.job() == null && !known.workers().isEmpty()) {
      throw new Problem(
          409, "run %s is being made by another process; take another name".formatted(name));
    }
  }

  private Answer stop(Call call) {
    String name = call.text("id");
    Run run = runs.find(name, call.actor());
    RunRecord job = run.job();
    if (job == null || !job.isActive()) {
      throw new Problem(
          409,
          job == null
              ? "run %s is not made by this console; end the process that makes it".formatted(name)
              : "run %s has ended".formatted(name));
    }
    requireMine(job, call.actor());
    jobs.stop(name);
    runs.forget();
    return Answer.none();
  }

  private static void requireMine(RunRecord job, Actor actor) {
    if (job.state() == RunRecord.State.LIVE && !actor.role().holds(Role.ADMIN)) {
      throw new Problem(
          403, "the model of this run was promoted: to stop its live worker needs the role admin");
    }
    boolean isWhole = job.order().span().cameras().isEmpty();
    boolean isMine =
        isWhole
            ? actor.cameras().isAll()
            : job.order().span().cameras().stream().allMatch(actor::sees);
    if (!isMine) {
      throw new Problem(403, "this run is also of cameras that you do not see");
    }
  }
}
