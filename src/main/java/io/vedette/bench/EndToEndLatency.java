package io.vedette.bench;

import io.vedette.camera.Camera;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.detect.DetectSettings;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.frame.Ledger;
import io.vedette.frame.Stage;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.ingest.Cameras;
import io.vedette.picture.jpeg.FrameShrinker;
import io.vedette.runtime.Supervisor;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.simulator.video.VideoSettings;
import io.vedette.transport.client.TransportSettings.Delivery;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.frame.FramePublisher;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The benchmark of latency from the capture of a picture until a reader has its committed
 * detection, without inference: four cameras over RTSP at 5 frames/s, an embedded broker, one
 * worker, one process.
 */
public final class EndToEndLatency implements Benchmark {
  private static final int CAMERAS = 4;
  private static final int FPS = 5;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final double MILLIS_PER_NANO = 1e6;
  private static final long NANOS_PER_MICRO = 1000;

  private final Path folder;
  private final OnnxModel model;
  private final InferenceSettings inference;
  private final Duration duration;

  /**
   * @param folder for the broker; emptied by the caller
   * @param duration the time of the measurement, after the warm-up
   */
  public EndToEndLatency(
      Path folder, OnnxModel model, InferenceSettings inference, Duration duration) {
    this.folder = folder;
    this.model = model;
    this.inference = inference;
    this.duration = duration;
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public List<Figure> run() {
    return measure(folder.resolve("latency"), Delivery.EXACTLY_ONCE).figures(duration);
  }

  /** The time of each detection, less inference. */
  Samples samples(Path place, Delivery delivery) {
    return measure(place, delivery).samples();
  }

  private Tally measure(Path place, Delivery delivery) {
    try (Workplace workplace = new Workplace(place, delivery)) {
      EventReader reader =
          workplace
              .services()
              .keep(new EventReader(workplace.kafka(), List.of(workplace.topics().detections())));
      start(workplace);
      Tally tally = new Tally();
      long begin = System.nanoTime() + WARM_UP.toNanos();
      long end = begin + duration.toNanos();
      while (System.nanoTime() - end < 0) {
        List<EventReader.Event> events = reader.poll(POLL);
        Instant now = Instant.now();
        workplace.check();
        if (System.nanoTime() - begin > 0) {
          events.forEach(event -> tally.add(DetectionJson.read(event.json()), now));
        }
      }
      return tally;
    }
  }

  private void start(Workplace workplace) {
    Ledger ledger = new Ledger();
    Supervisor supervisor = workplace.supervision().essential();
    DetectSettings detect = Settings.defaults(DetectSettings.class);
    workplace.detect(model, Lanes.open(model, inference, 1), detect, ledger);
    FramePublisher publisher =
        workplace
            .services()
            .start(
                new FramePublisher(
                    workplace.kafka(),
                    workplace.transport(),
                    new FramePlaces(),
                    ledger,
                    FrameShrinker::shrink,
                    supervisor));
    Simulator simulator = workplace.services().start(simulator(supervisor));
    Cameras cameras =
        workplace
            .services()
            .start(
                new Cameras(
                    new Camera.Node(
                        publisher,
                        ledger,
                        (id, state, failure) -> {},
                        Clock.systemUTC(),
                        CameraAccess.DEFAULTS,
                        supervisor)));
    simulator.cameras().forEach(id -> cameras.put(id, 1, settings(simulator.rtspUrl(id))));
  }

  private static Simulator simulator(Supervisor supervisor) {
    VideoSettings video =
        new VideoSettings(1280, 720, StreetPictures.FPS, new DataSize(0), 1, 1, false);
    return new Simulator(
        SimulatorSettings.of(CAMERAS, 0, video.size(), StreetPictures.FPS).withVideo(video),
        supervisor);
  }

  private static CameraSettings settings(String url) {
    return new Settings(Map.of())
        .put("url", url, "bench")
        .put("fps", Integer.toString(FPS), "bench")
        .bind(CameraSettings.class);
  }

  /** The times of the detections' way. */
  private static final class Tally {
    private final List<Long> nanos = new ArrayList<>();
    private final Map<String, List<Long>> stages = new TreeMap<>();

    private void add(FrameDetections event, Instant now) {
      Map<String, Double> latency = event.latencyMs();
      double infer = latency.getOrDefault(Stage.INFER.wireName(), 0.0);
      long all = ChronoUnit.MICROS.between(event.frame().capturedAt(), now) * NANOS_PER_MICRO;
      nanos.add(all - Math.round(infer * MILLIS_PER_NANO));
      latency.forEach(
          (stage, millis) ->
              stages
                  .computeIfAbsent(stage, word -> new ArrayList<>())
                  .add(Math.round(millis * MILLIS_PER_NANO)));
    }

    private Samples samples() {
      return samples(nanos);
    }

    private List<Figure> figures(Duration duration) {
      Samples samples = samples();
      String how =
          "%d detections in %d s; medians by stage: %s"
              .formatted(samples.size(), duration.toSeconds(), medians());
      String what = "capture → committed detection read, less inference, ";
      return List.of(
          new Figure("latency-p50", what + "p50", samples.millis(0.5), "ms", 25, true, how),
          new Figure("latency-p99", what + "p99", samples.millis(0.99), "ms", 80, true, how));
    }

    private String medians() {
      return stages.entrySet().stream()
          .map(
              stage ->
                  String.format(
                      Locale.ROOT,
                      "%s %.1f",
                      stage.getKey(),
                      samples(stage.getValue()).millis(0.5)))
          .collect(Collectors.joining(", "));
    }

    private static Samples samples(List<Long> values) {
      return Samples.of(values.stream().mapToLong(Long::longValue));
    }
  }
}
