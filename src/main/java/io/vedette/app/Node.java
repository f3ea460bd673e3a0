package io.vedette.app;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vedette.camera.Camera;
import io.vedette.camera.CameraSettings;
import io.vedette.camera.FrameShrinker;
import io.vedette.camera.SourceUrl;
import io.vedette.detector.Detector;
import io.vedette.detector.DetectorParts;
import io.vedette.event.DetectionEvent;
import io.vedette.frame.Ledger;
import io.vedette.geometry.Size;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.ingest.Cameras;
import io.vedette.ops.Health;
import io.vedette.ops.OpsServer;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.transport.FramePublisher;
import io.vedette.transport.KafkaAccess;
import io.vedette.transport.Topics;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One process of Vedette: joins the stages of the roles it is given, and keeps them to be closed in
 * reverse order. Confined to the command's thread.
 */
final class Node {
  private static final int SIMULATED_FPS = 15;

  private final VedetteSettings settings;
  private final Services services;
  private final KafkaAccess kafka;
  private final Topics topics;
  private final Ledger ledger = new Ledger();
  private final Health health = new Health();
  private final InstantSource clock = Clock.systemUTC();

  Node(VedetteSettings settings, Services services) {
    this.settings = settings;
    this.services = services;
    this.kafka = new KafkaAccess(settings.kafka(), settings.transport());
    this.topics = new Topics(settings.transport());
  }

  KafkaAccess kafka() {
    return kafka;
  }

  Topics topics() {
    return topics;
  }

  /** Makes the topics that are missing. */
  void ensureTopics() {
    topics.ensure(kafka);
  }

  /** Serves health, metrics and the ledger; returns the address. */
  String ops() {
    Vertx vertx = Vertx.vertx();
    services.keep(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    OpsServer server =
        services.start(new OpsServer(vertx, settings.http(), health, registry, ledger));
    return "http://" + settings.http().host() + ":" + server.port();
  }

  /** Reads the cameras and publishes their frames. */
  void ingest(Map<String, CameraEntry> entries) {
    Map<String, CameraSettings> cameras = new LinkedHashMap<>();
    entries.forEach((id, entry) -> cameras.put(id, entry.camera()));
    Map<String, CameraSettings> sources = withSimulator(cameras);
    FramePublisher publisher =
        services.start(
            new FramePublisher(kafka, settings.transport(), ledger, FrameShrinker::shrink));
    CameraStates states = new CameraStates(cameras.keySet());
    health.readyWhen("ingest", states::missing);
    Cameras ingest =
        services.start(new Cameras(new Camera.Node(publisher, ledger, states::changed, clock)));
    long session = clock.instant().toEpochMilli();
    sources.forEach((id, camera) -> ingest.put(id, session, camera));
  }

  /** Infers frames of the group's share and publishes what is seen. */
  void detect(Consumer<Failure> onEnd) {
    OnnxModel model = OnnxModel.load(settings.inference());
    Lane lane = Lane.open(model, settings.inference());
    DetectorParts parts =
        services.keep(
            new DetectorParts(
                new DetectorParts.Route(
                    kafka,
                    settings.transport(),
                    topics.frames(),
                    topics.detections(),
                    DetectionEvent.LIVE),
                settings.detect(),
                settings.detection(),
                model,
                lane,
                clock));
    Detector detector = services.start(new Detector(settings.detect(), parts, ledger, onEnd));
    health.liveWhen(
        "detect", () -> detector.isRunning() ? Optional.empty() : Optional.of("it has ended"));
  }

  /** Synthetic cameras by id. */
  static Map<String, CameraEntry> synthetic(int number) {
    Map<String, CameraEntry> cameras = new LinkedHashMap<>();
    for (String id : SimulatorSettings.ids(number)) {
      cameras.put(id, CameraEntry.check(id, "{\"url\":\"sim:\"}", Map.of()));
    }
    return cameras;
  }

  /** Serves those that are synthetic over RTSP, and reads them from there. */
  private Map<String, CameraSettings> withSimulator(Map<String, CameraSettings> cameras) {
    List<String> simulated =
        cameras.entrySet().stream()
            .filter(camera -> isSimulated(camera.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (simulated.isEmpty()) {
      return cameras;
    }
    SimulatorSettings street =
        SimulatorSettings.of(simulated.size(), 0, new Size(1280, 720), SIMULATED_FPS)
            .withCameras(simulated);
    Simulator simulator = services.start(new Simulator(street));
    Map<String, CameraSettings> resolved = new LinkedHashMap<>(cameras);
    simulated.forEach(
        id -> resolved.compute(id, (key, camera) -> resolve(camera, simulator.rtspUrl(id))));
    return resolved;
  }

  private static CameraSettings resolve(@Nullable CameraSettings camera, String url) {
    return camera == null ? SettingsOptions.camera(url) : camera.withUrl(url);
  }

  private static boolean isSimulated(CameraSettings camera) {
    return SourceUrl.parse(camera.url()).kind() == SourceUrl.Kind.SIMULATED;
  }
}
