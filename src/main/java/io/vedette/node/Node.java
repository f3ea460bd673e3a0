package io.vedette.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vedette.camera.Camera;
import io.vedette.camera.CameraListener;
import io.vedette.camera.CameraMeters;
import io.vedette.detect.DetectMeters;
import io.vedette.detect.ModelSwitch;
import io.vedette.forward.Forwarding;
import io.vedette.frame.Ledger;
import io.vedette.ingest.CameraReports;
import io.vedette.ingest.Cameras;
import io.vedette.ingest.Degradation;
import io.vedette.ingest.DropReports;
import io.vedette.ingest.Ownership;
import io.vedette.ingest.OwnershipParts;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.ingest.source.SimulatedSources;
import io.vedette.ops.Coverage;
import io.vedette.ops.Health;
import io.vedette.ops.OpsServer;
import io.vedette.ops.PartMeters;
import io.vedette.ops.PrintableTags;
import io.vedette.picture.FrameShrinker;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Worker;
import io.vedette.sink.SinkMeters;
import io.vedette.sink.Sinks;
import io.vedette.track.Scenes;
import io.vedette.track.TrackRoute;
import io.vedette.track.TrackSettings;
import io.vedette.track.snapshot.Snapshots;
import io.vedette.transport.access.Rights;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.frame.FramePublisher;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.table.Backlog;
import io.vedette.transport.table.Promotions;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.TopicKeeper;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process of Vedette: joins the stages of the roles it is given, and keeps them to be closed in
 * reverse order. Confined to the command's thread.
 */
public final class Node {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final VedetteSettings settings;
  private final Services services;
  private final KafkaAccess kafka;
  private final Topics topics;
  private final RoleRights rights;
  private final Ledger ledger = new Ledger();
  private final Supervision supervision;
  private final Health health;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final InstantSource clock = Clock.systemUTC();
  private @Nullable EventPublisher events;
  private @Nullable Vertx vertx;

  /**
   * @param services keeps the parts to be closed
   * @param supervision watches over them
   * @throws Failure of action STOP when no Kafka client can be made of the settings
   */
  public Node(VedetteSettings settings, Services services, Supervision supervision) {
    this.settings = settings;
    this.services = services;
    this.supervision = supervision;
    this.health = new Health(supervision);
    this.kafka = new KafkaAccess(settings.kafka(), settings.transport());
    kafka.requireUsable();
    registry.config().meterFilter(new PrintableTags());
    kafka.defects().bindTo(registry);
    this.topics = new Topics(settings.transport());
    this.rights = new RoleRights(topics, settings.groups());
  }

  public Topics topics() {
    return topics;
  }

  /**
   * Kafka for a role: the topics that it makes are there, and it may do all that it needs to.
   *
   * @throws Failure of action STOP when Kafka cannot be reached, or the role lacks a right
   */
  public KafkaAccess join(Rights role) {
    KafkaAccess joined = kafka.as(role);
    topics.ensure(joined);
    return joined;
  }

  /** What each role needs of Kafka. */
  public RoleRights rights() {
    return rights;
  }

  /** The same for a role that goes on: topics that are deleted meanwhile are made again. */
  private KafkaAccess stay(Rights role) {
    KafkaAccess joined = join(role);
    services.start(new TopicKeeper(joined, topics, supervision.separate()));
    return joined;
  }

  /** Serves health, metrics and the ledger; returns the address. */
  public String ops() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    supervision.listen(new PartMeters(registry)::failed);
    OpsServer server =
        services.start(new OpsServer(vertx(), settings.http(), health, registry, ledger));
    return server.address();
  }

  /** The cameras there are, to be seen or changed by a role. */
  public CameraRegistry registry(KafkaAccess kafka) {
    return new CameraRegistry(kafka, topics, settings.ingest().group(), clock);
  }

  /**
   * Reads this node's share of the cameras and publishes their frames.
   *
   * @param seeds what the node knew of cameras when it started
   */
  public void ingest(CameraSeeds seeds) {
    KafkaAccess kafka = stay(rights.ingest());
    EventPublisher events = events(kafka);
    registry(kafka).update(seeds::changes);
    FramePlaces places = new FramePlaces();
    DropReports drops = services.start(new DropReports(events, clock, supervision.essential()));
    Ledger ledger = this.ledger.part();
    ledger.tell(drops);
    FramePublisher publisher =
        services.start(
            new FramePublisher(
                kafka,
                settings.transport(),
                places,
                ledger,
                FrameShrinker::shrink,
                supervision.essential()));
    CameraReports reports = new CameraReports(settings.ingest().nodeName(), events, clock);
    Coverage.Teller teller =
        new Coverage.Teller("ingest", settings.ingest().nodeName(), reports::quality);
    tellCoverage(ledger, teller, () -> reports.states().keySet(), events);
    health.readyWhen("ingest", () -> CameraStates.missing(reports.states()));
    countHeldBack(reports);
    Cameras cameras = cameras(publisher, ledger, reports);
    if (settings.ingest().degrade()) {
      degrade(kafka, cameras, reports);
    }
    OwnershipParts parts =
        new OwnershipParts(
            kafka, topics, settings.ingest(), places, clock, supervision.essential());
    services.start(new Ownership(parts, cameras, reports, resolver(seeds)));
  }

  private Cameras cameras(FramePublisher publisher, Ledger ledger, CameraReports reports) {
    return services.start(
        new Cameras(
            new Camera.Node(
                publisher,
                ledger,
                metered(reports),
                clock,
                settings.ingest().access(),
                supervision.separate())));
  }

  private Ownership.Resolver resolver(CameraSeeds seeds) {
    SimulatedSources simulated =
        services.keep(new SimulatedSources(seeds.simulated(), supervision.separate()));
    return camera ->
        simulated.resolve(
            camera.id(),
            seeds.resolve(camera.id(), camera.settings(), settings.secrets().allow()).camera());
  }

  private void degrade(KafkaAccess kafka, Cameras cameras, CameraReports reports) {
    services.start(
        new Degradation(
            new Degradation.Watched(
                kafka, topics.frames(), settings.detect().group(), settings.detect().maxAge()),
            cameras,
            reports,
            events(kafka),
            clock,
            supervision.essential()));
  }

  private CameraListener metered(CameraListener reports) {
    CameraMeters meters = new CameraMeters(registry);
    return (camera, state, failure) -> {
      meters.changed(camera, state, failure);
      reports.changed(camera, state, failure);
    };
  }

  private void countHeldBack(CameraReports reports) {
    Gauge.builder("camera.quarantined", reports, CameraReports::heldBack)
        .strongReference(true)
        .register(registry);
  }

  private Vertx vertx() {
    Vertx present = vertx;
    if (present == null) {
      Vertx made = Vertx.vertx();
      services.keep(() -> made.close().toCompletionStage().toCompletableFuture().join());
      vertx = made;
      present = made;
    }
    return present;
  }

  private EventPublisher events(KafkaAccess kafka) {
    EventPublisher present = events;
    if (present == null) {
      present = services.start(new EventPublisher(kafka, topics, supervision.essential()));
      events = present;
    }
    return present;
  }

  /**
   * Infers frames of the group's share and publishes what is seen.
   *
   * @param shadow name of the run beside the live one; null to be part of that
   */
  public void detect(@Nullable String shadow) {
    KafkaAccess kafka = stay(shadow == null ? rights.detect() : rights.shadow(shadow));
    Ledger ledger = this.ledger.part();
    DetectRole role = detectRole(kafka, ledger);
    Coverage.Teller teller =
        new Coverage.Teller("detect", settings.ingest().nodeName(), (camera, frames) -> null);
    tellCoverage(ledger, teller, Set::of, events(kafka));
    services.start(
        new ModelSwitch(
            new ModelSwitch.Board(kafka, topics.promotions(), topics.frames(), role.group()),
            role.digest(),
            () -> role.live(supervision),
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
    Set<String> digests = ModelSwitch.models(kafka, topics.frames(), group);
    if (digests.size() != 1) {
      throw Failure.stop(
          "shadow %s: expected workers of one model, found %d models; start it with: vedette detect --shadow %s --model X"
              .formatted(shadow, digests.size(), shadow));
    }
    String digest = digests.iterator().next();
    Promotions.promote(kafka, topics.promotions(), digest);
    return digest;
  }

  /** Infers retained frames again, in a run of its own. */
  public void replay(String run, FrameSelection.Span span) {
    DetectRole role = detectRole(join(rights.replay(run)), ledger);
    services.start(role.replay(run, span, supervision));
  }

  /** Sends what was seen to a central Kafka. */
  public void forward() {
    KafkaAccess kafka = stay(rights.forward(settings.forward().frames()));
    Rights centre = rights.centre(settings.forward().site(), settings.forward().frames());
    Forwarding forwarding =
        services.start(
            new Forwarding(
                kafka,
                new KafkaAccess(settings.forward().kafka(), settings.transport()).as(centre),
                settings.transport(),
                settings.forward(),
                clock,
                supervision.essential()));
    Gauge.builder("forward.waiting", forwarding::waiting).register(registry);
    health.readyWhen("forward", forwarding::trouble);
  }

  /** The ledger of this process. */
  public Map<String, Ledger.Balance> balances() {
    return ledger.balances();
  }

  /** A model on a lane, kept until the end. */
  private DetectRole detectRole(KafkaAccess kafka, Ledger ledger) {
    return services.keep(
        new DetectRole(settings, kafka, topics, ledger, clock, new DetectMeters(registry)));
  }

  private void tellCoverage(
      Ledger ledger, Coverage.Teller teller, Supplier<Set<String>> cameras, EventPublisher events) {
    services.start(
        new Coverage(ledger, teller, cameras, events::publish, clock, supervision.essential()));
  }

  /**
   * Follows the objects of a shadow's or a replay's detections, as far as there are any now, and
   * tells what they do in topics of the run's own.
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
            kafka, track, settings.alerts(), TrackRoute.of(topics, run), supervision.essential()));
    services.start(
        new Worker(
            "track-backlog",
            LOOK.multipliedBy(10),
            () -> () -> look(backlog),
            supervision.essential()));
  }

  private void look(Backlog backlog) throws InterruptedException {
    if (backlog.isTaken()) {
      supervision.completion().done();
    }
    Thread.sleep(LOOK.toMillis());
  }

  /** Follows the objects of the group's share of the cameras and tells what they do. */
  public void track() {
    KafkaAccess kafka = stay(rights.track());
    KafkaAccess carrying = join(Sinks.rights(settings.sinks(), topics, rights));
    Scenes scenes =
        services.start(
            new Scenes(
                kafka,
                settings.track(),
                settings.alerts(),
                TrackRoute.live(topics),
                supervision.essential()));
    services.start(
        new Snapshots(
            kafka,
            new Snapshots.Route(topics, settings.track().group() + "-snapshots"),
            clock,
            supervision.separate()));
    services.start(
        new Sinks(
            new Sinks.Surroundings(vertx(), carrying, topics, new SinkMeters(registry)),
            settings.sinks(),
            clock,
            supervision.separate()));
    health.readyWhen("track", scenes::missing);
  }
}
