package io.vedette.scene.stream;

import io.vedette.alert.AlertSettings;
import io.vedette.event.DetectionEvent;
import io.vedette.event.DetectionJson;
import io.vedette.scene.CameraWatch;
import io.vedette.scene.CameraWatch.Told;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches its partition's cameras: takes detections in, sends what is to be told, and stores each
 * camera's state with every frame. Confined to its task.
 *
 * <p>The cameras in memory are those in the store; they are read from it again whenever the task is
 * set up anew, as after an aborted transaction.
 */
final class SceneProcessor implements Processor<String, byte[], String, byte[]> {
  static final String STORE = "scenes";
  private static final Logger LOG = LoggerFactory.getLogger(SceneProcessor.class);
  private static final Duration SILENCE_CHECK = Duration.ofSeconds(1);

  /** A camera and when it was heard of last, in ms of the worker's clock. */
  private static final class Live {
    final CameraWatch watch;
    long heardAt;

    Live(CameraWatch watch, long heardAt) {
      this.watch = watch;
      this.heardAt = heardAt;
    }
  }

  /** What a task works with, once it is set up. */
  private record Task(
      ProcessorContext<String, byte[]> context,
      KeyValueStore<String, byte[]> store,
      RuleBook rules,
      Outbox outbox) {}

  private final TrackSettings settings;
  private final AlertSettings alerts;
  private final Map<String, Live> cameras = new HashMap<>();
  private @Nullable Task task;

  SceneProcessor(TrackSettings settings, AlertSettings alerts) {
    this.settings = settings;
    this.alerts = alerts;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    task =
        new Task(
            context,
            context.getStateStore(STORE),
            new RuleBook(context.getStateStore(RuleBook.STORE), settings.rulesDelay()),
            new Outbox(context));
    cameras.clear();
    try (KeyValueIterator<String, byte[]> all = task().store.all()) {
      all.forEachRemaining(entry -> cameras.put(entry.key, open(entry.key)));
    }
    if (!settings.silence().isZero()) {
      context.schedule(SILENCE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::endSilent);
    }
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String camera = record.key();
    Told told;
    try {
      told = update(camera, DetectionJson.read(record.value()));
    } catch (RuntimeException e) {
      cameras.remove(camera); // it may be half changed; the store has it as it was
      LOG.warn("a detection record of camera {} is put aside: {}", camera, e.toString());
      LOG.debug("stack", e);
      task().outbox.reject(record, e);
      return;
    }
    tell(camera, told, record.timestamp());
  }

  private Told update(String camera, DetectionEvent detections) {
    if (!detections.camera().equals(camera)) {
      throw new IllegalArgumentException(
          "expected the camera as the record's key, found " + camera + " for " + detections.id());
    }
    Live live = cameras.computeIfAbsent(camera, this::open);
    live.heardAt = task().context.currentSystemTimeMs();
    live.watch.scene().use(task().rules.at(camera, detections.frame().capturedAt()));
    return live.watch.update(detections);
  }

  /** Ends the tracks of cameras that are silent, which no frame would do. */
  private void endSilent(long now) {
    cameras.forEach(
        (camera, live) -> {
          if (now - live.heardAt > settings.silence().toMillis()) {
            live.heardAt = now;
            Told told = live.watch.end();
            if (!told.isEmpty()) {
              tell(camera, told, now);
            }
          }
        });
  }

  private void tell(String camera, Told told, long timestamp) {
    Live live = Objects.requireNonNull(cameras.get(camera));
    task().store.put(camera, live.watch.bytes());
    task().outbox.send(told, timestamp);
  }

  private Live open(String camera) {
    byte[] stored = task().store.get(camera);
    CameraWatch watch =
        stored == null
            ? CameraWatch.begin(camera, settings.tracker(), alerts)
            : CameraWatch.resume(camera, settings.tracker(), alerts, stored);
    watch.scene().use(task().rules.at(camera, watch.scene().lastAt()));
    return new Live(watch, task().context.currentSystemTimeMs());
  }

  private Task task() {
    return Objects.requireNonNull(task, "used before init");
  }
}
