package io.vedette.scene.stream;

import io.vedette.event.DetectionEvent;
import io.vedette.event.DetectionJson;
import io.vedette.event.SceneEvent;
import io.vedette.event.SceneEventJson;
import io.vedette.scene.Scene;
import io.vedette.scene.SceneState;
import io.vedette.transport.CloudEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
 * Keeps the scenes of its partition's cameras: takes detections in, forwards events, and stores
 * each scene's state with every frame. Confined to its task.
 *
 * <p>The scenes in memory are those in the store; they are read from it again whenever the task is
 * set up anew, as after an aborted transaction.
 */
final class SceneProcessor implements Processor<String, byte[], String, byte[]> {
  static final String STORE = "scenes";
  private static final Logger LOG = LoggerFactory.getLogger(SceneProcessor.class);
  private static final Duration SILENCE_CHECK = Duration.ofSeconds(1);

  /** A scene and when its camera was heard of last, in ms of the worker's clock. */
  private static final class Live {
    final Scene scene;
    long heardAt;

    Live(Scene scene, long heardAt) {
      this.scene = scene;
      this.heardAt = heardAt;
    }
  }

  private final TrackSettings settings;
  private final Map<String, Live> scenes = new HashMap<>();
  private @Nullable ProcessorContext<String, byte[]> context;
  private @Nullable KeyValueStore<String, byte[]> store;
  private @Nullable RuleBook rules;

  SceneProcessor(TrackSettings settings) {
    this.settings = settings;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> given) {
    context = given;
    store = given.getStateStore(STORE);
    rules = new RuleBook(given.getStateStore(RuleBook.STORE), settings.rulesDelay());
    scenes.clear();
    try (KeyValueIterator<String, byte[]> all = store().all()) {
      all.forEachRemaining(entry -> scenes.put(entry.key, open(entry.key)));
    }
    if (!settings.silence().isZero()) {
      given.schedule(SILENCE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::endSilent);
    }
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String camera = record.key();
    List<SceneEvent> events;
    try {
      events = update(camera, DetectionJson.read(record.value()));
    } catch (RuntimeException e) {
      scenes.remove(camera); // it may be half changed; the store has it as it was
      reject(record, e);
      return;
    }
    tell(camera, events, record.timestamp());
  }

  private List<SceneEvent> update(String camera, DetectionEvent detections) {
    if (!detections.camera().equals(camera)) {
      throw new IllegalArgumentException(
          "expected the camera as the record's key, found " + camera + " for " + detections.id());
    }
    Live live = scenes.computeIfAbsent(camera, this::open);
    live.heardAt = context().currentSystemTimeMs();
    live.scene.use(rules().at(camera, detections.frame().capturedAt()));
    return live.scene.update(detections);
  }

  /** Ends the tracks of cameras that are silent, which no frame would do. */
  private void endSilent(long now) {
    scenes.forEach(
        (camera, live) -> {
          if (now - live.heardAt > settings.silence().toMillis()) {
            live.heardAt = now;
            tell(camera, live.scene.end(), now);
          }
        });
  }

  private void tell(String camera, List<SceneEvent> events, long timestamp) {
    Live live = Objects.requireNonNull(scenes.get(camera));
    store().put(camera, live.scene.state().bytes());
    for (SceneEvent event : events) {
      Headers headers = new RecordHeaders();
      CloudEvents.put(
          headers,
          event.origin().frameId(),
          new CloudEvents.Attributes(
              event.id(), event.type().cloudEventsType(), camera, event.at(), "application/json"));
      context()
          .forward(
              new Record<>(camera, SceneEventJson.write(event), timestamp, headers),
              SceneTopology.EVENTS);
    }
  }

  /** What cannot be used would stop all cameras of the partition: it is put aside. */
  private void reject(Record<String, byte[]> record, RuntimeException e) {
    LOG.warn("a detection record of camera {} is put aside: {}", record.key(), e.toString());
    LOG.debug("stack", e);
    Headers headers = new RecordHeaders(record.headers());
    CloudEvents.put(headers, "reason", e.toString());
    context().forward(record.withHeaders(headers), SceneTopology.REJECTED);
  }

  private Live open(String camera) {
    byte[] stored = store().get(camera);
    SceneState state = stored == null ? SceneState.initial() : SceneState.parse(stored);
    Instant lastAt = state.last() == null ? Instant.EPOCH : state.last().frame().capturedAt();
    return new Live(
        new Scene(settings.tracker(), rules().at(camera, lastAt), state),
        context().currentSystemTimeMs());
  }

  private ProcessorContext<String, byte[]> context() {
    return Objects.requireNonNull(context, "used before init");
  }

  private KeyValueStore<String, byte[]> store() {
    return Objects.requireNonNull(store, "used before init");
  }

  private RuleBook rules() {
    return Objects.requireNonNull(rules, "used before init");
  }
}
