package io.vedette.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vedette.console.camera.CameraTestPart;
import io.vedette.detect.DetectMeters;
import io.vedette.detect.ModelSwitch;
import io.vedette.detect.ShadowModels;
import io.vedette.forward.Forwarding;
import io.vedette.frame.Ledger;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.log.Logs;
import io.vedette.metric.Metric;
import io.vedette.ops.Coverage;
import io.vedette.ops.Health;
import io.vedette.ops.OpsServer;
import io.vedette.ops.PartMeters;
import io.vedette.ops.PrintableTags;
import io.vedette.ops.ProcessMeters;
import io.vedette.ops.Scrape;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Supervisor;
import io.vedette.sink.SinkMeters;
import io.vedette.sink.Sinks;
import io.vedette.trace.Traces;
import io.vedette.track.Scenes;
import io.vedette.track.TrackMeters;
import io.vedette.track.TrackRoute;
import io.vedette.track.TrackSettings;
import io.vedette.track.snapshot.Snapshots;
import io.vedette.transport.access.Rights;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.group.LagWatch;
import io.vedette.transport.table.Backlog;
import io.vedette.transport.table.Promotions;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.TopicKeeper;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The assembly of one process: it joins the stages of its roles, and closes them in reverse order.
 * Confined to the command's thread.
 */
public final class Node {
  private final VedetteSettings settings;
  private final Services services;
  private final Logs logs;
  private final KafkaAccess kafka;
  private final Topics topics;
  private final RoleRights rights;
  private final Ledger ledger = new Ledger();
  private final RoleLines lines;
  private final Supervision supervision;
  private final Health health;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Scrape scrape = new Scrape(registry);
  private final InstantSource clock = Clock.systemUTC();
  private final Traces traces;
  private @Nullable EventPublisher events;
  private @Nullable Vertx vertx;

  /**
   * @param services close the parts
   * @param supervision supervises the parts
   * @throws Failure of action STOP when no Kafka client can be opened with the settings
   */
  public Node(VedetteSettings settings, Services services, Supervision supervision) {
    this.settings = settings;
    this.logs = Logs.of(settings.log());
    this.services = services;
    this.supervision = supervision;
    this.health = new Health(supervision);
    this.kafka = new KafkaAccess(settings.kafka(), settings.transport());
    kafka.requireUsable();
    registry.config().meterFilter(new PrintableTags());
    kafka.bindTo(registry);
    this.topics = new Topics(settings.transport());
    this.lines = new RoleLines(settings, topics);
    this.rights = new RoleRights(topics, settings.groups());
    this.traces =
        services.start(
            Traces.of(
                settings.tracing(),
                settings.ingest().nodeName(),
                registry,
                supervision.separate()));
  }

  public Topics topics() {
    return topics;
  }

  /**
   * The access to Kafka for a role whose topics exist and whose rights were checked.
   *
   * @throws Failure of action STOP when Kafka cannot be reached, or the role lacks a right
   */
  public KafkaAccess join(Rights role) {
    KafkaAccess joined = kafka.as(role);
    topics.ensure(joined);
    return joined;
  }

  /** The rights in Kafka that each role needs. */
  public RoleRights rights() {
    return rights;
  }

  /**
   * The access to Kafka for a role that runs on: topics that are deleted meanwhile are created
   * again.
   */
  private KafkaAccess stay(Rights role) {
    KafkaAccess joined = join(role);
    services.start(new TopicKeeper(joined, topics, supervision.separate()));
    return joined;
  }

  /** Serves health, metrics and the ledger; returns the address. */
  public String ops() {
    services.keep(new ProcessMeters()).bindTo(registry);
    supervision.listen(new PartMeters(registry)::failed);
    OpsServer server =
        services.start(new OpsServer(vertx(), settings.http(), health, scrape, ledger, logs));
    lines.health(server.address());
    return server.address();
  }

  /** The registry of cameras, for a role that reads or changes them. */
  public CameraRegistry registry(KafkaAccess kafka) {
    return new CameraRegistry(kafka, topics, settings.ingest().group(), clock);
  }

  /**
   * Reads this node's share of the cameras and publishes their frames.
   *
   * @param seeds the cameras of the node's settings
   */
  public void ingest(CameraSeeds seeds) {
    KafkaAccess kafka = stay(rights.ingest());
    lines.ingest(seeds.ids().size());
    EventPublisher events = events(kafka);
    registry(kafka).update(seeds::changes);
    Ledger ledger = this.ledger.part();
    IngestRole.Surroundings around =
        new IngestRole.Surroundings(kafka, topics, events, ledger, registry, clock, traces);
    IngestRole role = new IngestRole(settings, around, services, supervision);
    role.publish();
    Coverage.Origin origin =
        new Coverage.Origin("ingest", settings.ingest().nodeName(), role.reports()::quality);
    reportCoverage(ledger, origin, () -> role.reports().states().keySet(), events);
    health.readyWhen("ingest", () -> CameraStates.missing(role.reports().states()));
    scrape.before(role.meters()::update);
    role.read(seeds);
  }

  private void watchLag(KafkaAccess kafka, String topic, String group) {
    services.start(new LagWatch(kafka, topic, group, supervision.separate())).bindTo(registry);
  }

  private Vertx vertx() {
    if (vertx == null) {
      Vertx made = Vertx.vertx();
      services.keep(() -> made.close().toCompletionStage().toCompletableFuture().join());
      vertx = made;
    }
    return vertx;
  }

  /** Serves the console; its address is handed over, on its own thread, once it listens. */
  public void console(Supervisor supervisor, Consumer<String> opened) {
    ConsoleRole.Surroundings around =
        new ConsoleRole.Surroundings(
            vertx(),
            () -> join(rights.console()),
            settings.console().database(settings.data()),
            topics,
            this::registry,
            new CameraTestPart.Allowed(
                settings.ingest().access(), System.getenv(), settings.secrets().allow()),
            new ConsoleClips.Place(
                settings.console().clips(settings.data()),
                settings.console().clips(),
                settings.transport().frameRetention()),
            settings.track().tracker(),
            settings.groups(),
            new ConsoleRuns(settings, this::join, topics, rights, clock),
            registry,
            clock);
    services.start(new ConsoleRole(settings.console(), around, supervisor, opened));
  }

  private EventPublisher events(KafkaAccess kafka) {
    EventPublisher present = events;
    if (present == null) {
      present = services.start(new EventPublisher(kafka, topics, supervision.essential()));
      events = present;
      Metric.EVENTS_WAITING.in(registry).gauge(present, EventPublisher::waiting);
    }
    return present;
  }

  /**
   * Infers this worker's share of the frames and publishes the detections.
   *
   * @param shadow name of a run beside the live one; null to be part of the live one
   */
  public void detect(@Nullable String shadow) {
    KafkaAccess kafka = stay(shadow == null ? rights.detect() : rights.shadow(shadow));
    Ledger live = ledger.part(); // coverage reports leave out those of a shadow run
    DetectRole role = detectRole(kafka);
    role.logStart(lines, shadow);
    Coverage.Origin origin =
        new Coverage.Origin("detect", settings.ingest().nodeName(), (camera, frames) -> null);
    reportCoverage(live, origin, Set::of, events(kafka));
    watchLag(kafka, topics.frames(), role.group(shadow));
    services.start(
        new ModelSwitch(
            new ModelSwitch.Board(kafka, topics.promotions(), topics.frames(), role.group()),
            role.digest(),
            () -> role.live(supervision, live),
            shadow == null ? null : () -> role.shadow(shadow, supervision),
            supervision.essential()));
  }

  /**
   * Makes the model of a running shadow the live one.
   *
   * @return the model's digest
   * @throws Failure of action STOP when no such shadow is running
   */
  public String promote(String shadow) {
    KafkaAccess kafka = join(rights.promotion(shadow));
    String group = settings.detect().group() + "-" + shadow;
    String digest = ShadowModels.only(kafka, topics.frames(), group, shadow);
    Promotions.promote(kafka, topics.promotions(), digest);
    return digest;
  }

  /** Infers retained frames again, in a run of its own. */
  public void replay(String run, FrameSelection.Span span) {
    DetectRole role = detectRole(join(rights.replay(run)));
    services.start(role.replay(run, span, supervision));
  }

  /** Sends detections, events and frames to a central Kafka. */
  public void forward() {
    KafkaAccess kafka = stay(rights.forward(settings.forward().frames()));
    lines.forward();
    Rights centre = rights.centre(settings.forward().site(), settings.forward().frames());
    Forwarding forwarding =
        services.start(
            new Forwarding(
                kafka,
                new KafkaAccess(settings.forward().kafka(), settings.transport()).as(centre),
                settings.transport(),
                settings.forward(),
                clock,
                traces,
                supervision.essential()));
    forwarding.bindTo(registry);
    new RoleMinutes(registry, clock, services, supervision).forward(forwarding);
    health.readyWhen("forward", forwarding::trouble);
  }

  /** The balances of this process's ledger, by camera. */
  public Map<String, Ledger.Balance> balances() {
    return ledger.balances();
  }

  /** A model on its lanes, which is closed with the node. */
  private DetectRole detectRole(KafkaAccess kafka) {
    return services.keep(
        new DetectRole(settings, kafka, topics, ledger, clock, new DetectMeters(registry), traces));
  }

  private void reportCoverage(
      Ledger ledger, Coverage.Origin origin, Supplier<Set<String>> cameras, EventPublisher events) {
    services.start(
        new Coverage(ledger, origin, cameras, events::publish, clock, supervision.essential()));
  }

  /**
   * Tracks the objects in the present detections of a shadow or a replay, and publishes their
   * events in the run's own topics.
   */
  public void track(String run) {
    TrackSettings track = settings.track().ofRun(run);
    Rights role = rights.trackRun(run);
    // Before anything is made for a run that there may not be.
    Backlog backlog =
        services.keep(new Backlog(kafka.as(role), topics.detections(run), track.group()));
    KafkaAccess kafka = join(role);
    services.start(
        new Scenes(
            kafka,
            track,
            settings.alerts(),
            TrackRoute.of(topics, run),
            new TrackMeters(registry),
            traces,
            supervision.essential()));
    services.start(BacklogWatch.of(backlog, supervision));
  }

  /** Tracks the objects of this worker's share of the cameras and publishes their events. */
  public void track() {
    KafkaAccess kafka = stay(rights.track());
    lines.track();
    new RoleMinutes(registry, clock, services, supervision).track(settings.sinks());
    KafkaAccess carrying = join(Sinks.rights(settings.sinks(), topics, rights));
    Scenes scenes =
        services.start(
            new Scenes(
                kafka,
                settings.track(),
                settings.alerts(),
                TrackRoute.live(topics),
                new TrackMeters(registry),
                traces,
                supervision.essential()));
    services.start(
        new Snapshots(
            kafka,
            new Snapshots.Route(topics, settings.track().group() + "-snapshots"),
            clock,
            supervision.separate()));
    services.start(
        new Sinks(
            new Sinks.Surroundings(vertx(), carrying, topics, new SinkMeters(registry, traces)),
            settings.sinks(),
            clock,
            supervision.separate()));
    watchLag(kafka, topics.detections(), settings.track().group());
    health.readyWhen("track", scenes::missing);
  }
}
