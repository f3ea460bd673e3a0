package io.vedette.track;

import io.vedette.alert.AlertSettings;
import io.vedette.event.FrameDetections;
import io.vedette.frame.TraceContext;
import io.vedette.scene.CameraWatch;
import io.vedette.scene.CameraWatch.SceneOutput;
import io.vedette.text.Count;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.RecordDefects;
import io.vedette.transport.record.Records;
import io.vedette.validation.Bounds;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The processor of a partition's cameras: it reads detections, sends events, counts and alerts, and
 * stores each camera's state with every frame. Confined to its task.
 *
 * <p>The cameras in memory are those in the store; they are read from it whenever the task is set
 * up, as after an aborted transaction.
 */
final class SceneProcessor implements Processor<String, byte[], String, byte[]> {
  static final String STORE = "scenes";

  /** The number of good records in a row that a scene may refuse before it starts from scratch. */
  private static final int MOST_REFUSED = 3;

  private static final Duration SILENCE_CHECK = Duration.ofSeconds(1);

  /** A camera, and the time of its last record, in ms of the worker's clock. */
  private static final class Live {
    final CameraWatch watch;
    long heardAt;

    Live(CameraWatch watch, long heardAt) {
      this.watch = watch;
      this.heardAt = heardAt;
    }
  }

  /** The context and the stores of a task that is set up. */
  private record Task(
      ProcessorContext<String, byte[]> context,
      KeyValueStore<String, byte[]> store,
      RuleHistory rules,
      Outbox outbox) {}

  private final TrackSettings settings;
  private final AlertSettings alerts;
  private final Parts parts;
  private final Map<String, Live> cameras = new HashMap<>();
  // How many good records in a row each camera's scene could not take.
  private final Map<String, Integer> refused = new HashMap<>();
  private @Nullable Task task;

  /**
   * The parts that all tasks of a worker share.
   *
   * @param defects where bad records are noted
   * @param sizes the largest size of good records
   * @param largestRecord the largest record that topics made by this program accept, in bytes
   */
  record Parts(
      RecordDefects defects,
      RecordSizes sizes,
      long largestRecord,
      TrackMeters meters,
      Traces traces) {
    static Parts of(KafkaAccess kafka, TrackMeters meters, Traces traces) {
      long largest = kafka.largestRecord();
      return new Parts(kafka.defects(), new RecordSizes(largest), largest, meters, traces);
    }
  }

  SceneProcessor(TrackSettings settings, AlertSettings alerts, Parts parts) {
    this.settings = settings;
    this.alerts = alerts;
    this.parts = parts;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    task =
        new Task(
            context,
            context.getStateStore(STORE),
            new RuleHistory(context.getStateStore(RuleHistory.STORE), settings.rulesDelay()),
            new Outbox(context, parts.sizes()));
    cameras.clear();
    refused.clear();
    List<String> known = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = task().store.all()) {
      all.forEachRemaining(entry -> known.add(entry.key));
    }
    known.forEach(this::resume);
    if (!settings.silence().isZero()) {
      context.schedule(SILENCE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::endSilent);
    }
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Records.detection(record.key(), record.value())
        .orElse(reason -> reject(record, reason))
        .ifPresent(detections -> process(record, detections));
  }

  private void process(Record<String, byte[]> record, FrameDetections detections) {
    SceneTrace trace = SceneTrace.of(record.headers(), parts.traces());
    Reading.of(() -> sending(detections, record.timestamp(), trace.context()))
        .orElse(
            reason -> {
              refuse(record, reason);
              trace.end(parts.traces(), detections, reason);
            })
        .ifPresent(
            sending -> {
              refused.remove(record.key());
              sending.run();
              trace.end(parts.traces(), detections, null);
              long captured = detections.frame().capturedAt().toEpochMilli();
              parts.meters().taken(task().context.currentSystemTimeMs() - captured);
            });
  }

  /** Rejects a good record that the camera's scene cannot take. */
  private void refuse(Record<String, byte[]> record, String reason) {
    cameras.remove(record.key()); // it may be half changed; the store has it as it was
    reject(record, reason);
    if (refused.merge(record.key(), 1, Integer::sum) >= MOST_REFUSED) {
      refused.remove(record.key());
      begin(record.key(), reason);
    }
  }

  private void reject(Record<String, byte[]> record, String reason) {
    task()
        .context
        .recordMetadata()
        .ifPresent(at -> parts.defects().add(at.topic(), at.partition(), at.offset(), reason));
    task().outbox.reject(record, reason);
  }

  /** The action that stores and sends the output of one frame; nothing counts before it has run. */
  private Runnable sending(
      FrameDetections detections, long timestamp, @Nullable TraceContext trace) {
    Live live = cameras.computeIfAbsent(detections.camera(), this::open);
    live.heardAt = task().context.currentSystemTimeMs();
    live.watch.scene().use(task().rules.at(detections.camera(), detections.frame().capturedAt()));
    return sending(detections.camera(), live, live.watch.update(detections), timestamp, trace);
  }

  private Runnable sending(
      String camera, Live live, SceneOutput output, long timestamp, @Nullable TraceContext trace) {
    byte[] state = live.watch.bytes();
    long most = Math.min(Bounds.STATE_BYTES, parts.sizes().largestValue());
    if (state.length > most) {
      throw new IllegalArgumentException(
          "the state of camera %s would have %s, expected up to %s"
              .formatted(camera, Count.bytes(state.length), Count.bytes(most)));
    }
    Runnable sending = task().outbox.prepare(output, timestamp, trace);
    return () -> {
      task().store.put(camera, state);
      sending.run();
      parts.meters().published(output);
    };
  }

  /** Ends the tracks of silent cameras, of which no frame comes that would. */
  private void endSilent(long now) {
    for (Map.Entry<String, Live> entry : List.copyOf(cameras.entrySet())) {
      Live live = entry.getValue();
      if (now - live.heardAt > settings.silence().toMillis()) {
        live.heardAt = now;
        SceneOutput output = live.watch.end();
        if (!output.isEmpty()) {
          Reading.of(() -> sending(entry.getKey(), live, output, now, null))
              .orElse(reason -> begin(entry.getKey(), reason))
              .ifPresent(Runnable::run);
        }
      }
    }
  }

  /** Restores a camera from the store, unless its key is no camera's. */
  private void resume(String key) {
    Reading.of(() -> Names.camera("key", key))
        .orElse(reason -> begin(key, reason))
        .ifPresent(camera -> cameras.put(camera, open(camera)));
  }

  private Live open(String camera) {
    byte[] stored = task().store.get(camera);
    CameraWatch watch =
        stored == null
            ? begun(camera)
            : Reading.of(() -> CameraWatch.resume(camera, settings.tracker(), alerts, stored))
                .orElse(reason -> begin(camera, reason))
                .orElseGet(() -> begun(camera));
    watch.scene().use(task().rules.at(camera, watch.scene().lastAt()));
    return new Live(watch, task().context.currentSystemTimeMs());
  }

  private CameraWatch begun(String camera) {
    return CameraWatch.begin(camera, settings.tracker(), alerts);
  }

  /** Drops a camera's unusable state, so that its tracks begin again. */
  private void begin(String camera, String reason) {
    cameras.remove(camera);
    task().store.delete(camera);
    parts.defects().addState(STORE, camera, reason);
  }

  private Task task() {
    return Objects.requireNonNull(task, "used before init");
  }
}
