package io.vedette.console.run;

import io.vedette.access.Actor;
import io.vedette.console.contract.Problem;
import io.vedette.detect.ShadowModels;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.detection.RunLog;
import io.vedette.transport.detection.RunLog.Sample;
import io.vedette.transport.table.Promotions;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The list of all runs: those with records in Kafka, the workers of each, and those that this
 * console makes. Kafka is asked at most once in two seconds. Thread-safe.
 */
public final class RunDirectory {
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** A replay of another process that has written so lately may still be running. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  private static final String UNKNOWN = "unknown";

  private final KafkaAccess kafka;
  private final Topics topics;
  private final String group;
  private final RunLog log;
  private final RunJobs jobs;
  private final InstantSource clock;
  private final Instant began;
  private @Nullable Found last;
  private long readAt;

  /**
   * The runs in Kafka.
   *
   * @param workers the digests of the models of each run's workers, of those that Kafka's groups
   *     list
   */
  private record Found(
      Map<String, Sample> samples, Map<String, Set<String>> workers, @Nullable String promoted) {}

  /**
   * A run as a caller may see it.
   *
   * @param frames about how many there are; null where the caller sees some cameras only
   * @param from when the first of its frames that are known was captured
   * @param to when the newest was
   * @param state as the contract names it
   * @param workers the digests of the models that workers look with at present, as far as is known
   * @param job of this console, now or before it was started again; null of another process
   */
  record Run(
      String name,
      RunOrder.Kind kind,
      List<ModelReference> models,
      @Nullable Long frames,
      @Nullable Instant from,
      @Nullable Instant to,
      String state,
      Set<String> workers,
      @Nullable RunRecord job) {}

  /**
   * @param group of the live workers
   */
  public RunDirectory(
      KafkaAccess kafka, Topics topics, String group, RunJobs jobs, InstantSource clock) {
    this.kafka = kafka;
    this.topics = topics;
    this.group = group;
    this.log = new RunLog(kafka, topics);
    this.jobs = jobs;
    this.clock = clock;
    this.began = clock.instant();
  }

  /** The runs that a caller may see: the live one, those that are made, the newest. */
  List<Run> list(Actor actor) {
    Found found = read();
    List<Run> runs = new ArrayList<>();
    Stream.of(
            Stream.of(FrameDetections.LIVE),
            found.samples.keySet().stream(),
            jobs.records().stream().map(job -> job.order().name()))
        .flatMap(names -> names)
        .distinct()
        .forEach(name -> run(name, found, actor).ifPresent(runs::add));
    runs.sort(
        Comparator.comparing((Run run) -> run.kind != RunOrder.Kind.LIVE)
            .thenComparing(run -> run.job == null || !run.job.isActive())
            .thenComparing(run -> run.to == null ? Instant.MAX : run.to, Comparator.reverseOrder())
            .thenComparing(Run::name));
    return runs;
  }

  /**
   * One of them.
   *
   * @throws Problem where there is none, or none for this caller
   */
  Run find(String name, Actor actor) {
    return run(name, read(), actor).orElseThrow(Problem::notFound);
  }

  /** The digest of the promoted model; empty where none was. */
  Optional<String> promoted() {
    return Optional.ofNullable(read().promoted);
  }

  /** The names of running shadows by the digests of their workers' models. */
  Map<String, List<String>> shadows() {
    Map<String, List<String>> shadows = new HashMap<>();
    read()
        .workers
        .forEach(
            (run, digests) -> {
              if (!run.equals(FrameDetections.LIVE)) {
                digests.forEach(
                    digest -> shadows.computeIfAbsent(digest, key -> new ArrayList<>()).add(run));
              }
            });
    return shadows;
  }

  /** Has Kafka asked again, after a change. */
  synchronized void forget() {
    last = null;
  }

  /** The group of a run's workers. */
  String group(String run) {
    return run.equals(FrameDetections.LIVE) ? group : group + "-" + run;
  }

  private synchronized Found read() {
    Found known = last;
    if (known == null || System.nanoTime() - readAt > FRESH.toNanos()) {
      Map<String, Sample> samples = new LinkedHashMap<>();
      log.read().forEach(sample -> samples.put(sample.run(), sample));
      try (Promotions promotions = new Promotions(kafka, topics.promotions())) {
        known = new Found(samples, workers(samples.keySet()), promotions.digest().orElse(null));
      }
      last = known;
      readAt = System.nanoTime();
    }
    return known;
  }

  private Map<String, Set<String>> workers(Set<String> runs) {
    Map<String, Set<String>> workers = new HashMap<>();
    Map<String, Set<String>> groups =
        ShadowModels.of(kafka, runs.stream().map(this::group).toList());
    for (String run : runs) {
      Set<String> digests = groups.get(group(run));
      if (digests != null) {
        workers.put(run, digests);
      }
    }
    return workers;
  }

  private Optional<Run> run(String name, Found found, Actor actor) {
    Sample sample = found.samples.getOrDefault(name, nothing(name));
    RunRecord job = jobs.find(name).orElse(null);
    List<FrameDetections> seen =
        Stream.concat(sample.first().stream(), sample.newest().stream())
            .filter(detections -> actor.sees(detections.camera()))
            .toList();
    boolean isKnown = found.samples.containsKey(name) || job != null;
    boolean isSeen = actor.cameras().isAll() || !seen.isEmpty() || isOwn(job, actor);
    if (!name.equals(FrameDetections.LIVE) && !(isKnown && isSeen)) {
      return Optional.empty();
    }
    RunOrder.Kind kind = kind(name, sample, found, job);
    return Optional.of(
        new Run(
            name,
            kind,
            seen.stream().map(FrameDetections::model).distinct().toList(),
            actor.cameras().isAll() ? sample.frames() : null,
            times(seen).min(Instant::compareTo).orElse(null),
            times(seen).max(Instant::compareTo).orElse(null),
            state(kind, sample, found.workers.get(name), job),
            found.workers.getOrDefault(name, Set.of()),
            job));
  }

  private static Sample nothing(String run) {
    return new Sample(run, List.of(), List.of(), 0, null);
  }

  /** Whether all cameras of a run that was ordered are the caller's. */
  private static boolean isOwn(@Nullable RunRecord job, Actor actor) {
    return job != null
        && !job.order().span().cameras().isEmpty()
        && job.order().span().cameras().stream().allMatch(actor::sees);
  }

  private static Stream<Instant> times(List<FrameDetections> seen) {
    return seen.stream().map(detections -> detections.frame().capturedAt());
  }

  /** Records of a replay do not say how long stages took. */
  private static RunOrder.Kind kind(
      String name, Sample sample, Found found, @Nullable RunRecord job) {
    if (name.equals(FrameDetections.LIVE)) {
      return RunOrder.Kind.LIVE;
    }
    if (job != null) {
      return job.order().kind();
    }
    boolean isTimed = sample.newest().stream().anyMatch(seen -> !seen.latencyMs().isEmpty());
    boolean isWorkedOn = !found.workers.getOrDefault(name, Set.of()).isEmpty();
    return isTimed || isWorkedOn ? RunOrder.Kind.SHADOW : RunOrder.Kind.REPLAY;
  }

  private String state(
      RunOrder.Kind kind, Sample sample, @Nullable Set<String> workers, @Nullable RunRecord job) {
    boolean isWorkedOn = isWorkedOn(workers);
    if (isWorkedOn && isInterrupted(job) && clock.instant().isBefore(began.plus(LATELY))) {
      return UNKNOWN; // Kafka does not know yet that the worker of the former console is gone
    }
    if (job != null && (job.isActive() || !(isWorkedOn || isContinuedElsewhere(job, sample)))) {
      return job.state().wireName();
    }
    return seenState(kind, sample, workers);
  }

  private static boolean isWorkedOn(@Nullable Set<String> workers) {
    return workers != null && !workers.isEmpty();
  }

  private static boolean isInterrupted(@Nullable RunRecord job) {
    return job != null && job.state() == RunRecord.State.INTERRUPTED;
  }

  /** The state by Kafka alone. */
  private String seenState(RunOrder.Kind kind, Sample sample, @Nullable Set<String> workers) {
    if (kind == RunOrder.Kind.REPLAY) {
      return state(sample.written());
    }
    return workers == null ? UNKNOWN : state(!workers.isEmpty());
  }

  /** Whether another process has gone on with an interrupted run since this console started. */
  private boolean isContinuedElsewhere(RunRecord job, Sample sample) {
    @Nullable Instant written = sample.written();
    return isInterrupted(job) && written != null && written.isAfter(began);
  }

  private static String state(boolean isWorkedOn) {
    return (isWorkedOn ? RunRecord.State.RUNNING : RunRecord.State.ENDED).wireName();
  }

  /** The state of a replay, whose worker is in no consumer group. */
  private String state(@Nullable Instant written) {
    boolean isLate = written == null || written.isBefore(clock.instant().minus(LATELY));
    return isLate ? RunRecord.State.ENDED.wireName() : UNKNOWN;
  }
}
