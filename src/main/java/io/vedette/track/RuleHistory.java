package io.vedette.track;

import io.vedette.rule.RuleSettings;
import io.vedette.scene.CameraRules;
import io.vedette.transport.client.RecordDefects;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rules of each camera over time: every version of its settings under {@code <camera>/<time>},
 * as long as the topic keeps old versions. Confined to one task.
 */
final class RuleHistory {
  static final String STORE = "rules";
  private static final String FORM = "%s/%019d";
  private static final int MOST_VERSIONS = 200;
  private static final byte[] NO_RULES = "{}".getBytes(StandardCharsets.UTF_8);

  /** A version of a camera's settings, and its rules. */
  private record Entry(String key, RuleSettings rules) {}

  private static final Entry UNWRITTEN = new Entry("", CameraRules.none());

  private final ReadOnlyKeyValueStore<String, byte[]> store;
  private final Duration delay;
  private final Map<String, Entry> entries = new HashMap<>();

  /**
   * @param delay the time after which a change takes effect
   */
  RuleHistory(ReadOnlyKeyValueStore<String, byte[]> store, Duration delay) {
    this.store = store;
    this.delay = delay;
  }

  /** The rules of a camera for a frame captured at a time. */
  RuleSettings at(String camera, Instant capturedAt) {
    @Nullable KeyValue<String, byte[]> newest = newest(camera, capturedAt.minus(delay));
    if (newest == null) {
      return UNWRITTEN.rules;
    }
    Entry entry = entries.getOrDefault(camera, UNWRITTEN);
    if (!entry.key.equals(newest.key)) {
      entry = new Entry(newest.key, CameraRules.parse(camera, newest.value));
      entries.put(camera, entry);
    }
    return entry.rules;
  }

  private @Nullable KeyValue<String, byte[]> newest(String camera, Instant until) {
    try (KeyValueIterator<String, byte[]> versions =
        store.reverseRange(key(camera, 0), key(camera, Math.max(0, until.toEpochMilli())))) {
      return versions.hasNext() ? versions.next() : null;
    }
  }

  private static String key(String camera, long millis) {
    return FORM.formatted(camera, Math.max(0, millis));
  }

  /**
   * The processor that stores each version of a camera's settings, and refuses records that are
   * none.
   */
  static final class Writer extends ContextualProcessor<String, byte[], Void, Void> {
    private final RecordDefects defects;
    private @Nullable KeyValueStore<String, byte[]> store;

    Writer(RecordDefects defects) {
      this.defects = defects;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      super.init(context);
      store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
      KeyValueStore<String, byte[]> book = store;
      if (book != null) {
        Reading.of(() -> version(record))
            .orElse(this::passOver)
            .ifPresent(json -> put(book, record.key(), record.timestamp(), json));
      }
    }

    /** The settings of a record, checked. */
    private static byte[] version(Record<String, byte[]> record) {
      String camera = Names.camera("key", record.key() == null ? "" : record.key());
      byte[] json = record.value() == null ? NO_RULES : record.value();
      Bounds.number("value", json.length, 0, Bounds.CAMERA_BYTES);
      var unused = CheckedJson.parse(json, "the settings of a camera");
      CameraRules.parse(camera, json);
      return json;
    }

    private void passOver(String reason) {
      context()
          .recordMetadata()
          .ifPresent(
              at ->
                  defects.add(
                      at.topic(),
                      at.partition(),
                      at.offset(),
                      reason + "; the camera keeps its present rules"));
    }

    private static void put(
        KeyValueStore<String, byte[]> book, String camera, long millis, byte[] json) {
      book.put(key(camera, millis), json);
      List<String> versions = new ArrayList<>();
      try (KeyValueIterator<String, byte[]> all =
          book.range(key(camera, 0), key(camera, Long.MAX_VALUE))) {
        all.forEachRemaining(version -> versions.add(version.key));
      }
      if (versions.size() > MOST_VERSIONS) {
        book.delete(versions.get(0));
      }
    }
  }
}
