package io.vedette.transport.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.client.RecordDefects;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of the owners topic: their format, and the state that results from reading them in
 * order. Confined to one thread.
 *
 * <p>A claim names the base that its node knew, and is of the session that lies above it by the
 * claim's offset. The known base is the highest that any record shows: that of a claim, that of a
 * base record, or a state's session less its offset. So a base that is lost or replaced by a lower
 * one, as compaction may leave it, never leads to sessions that are lower than earlier ones.
 */
final class OwnerRecords {
  /** The key of the record that holds the base. */
  static final String BASE_KEY = "";

  private static final Logger LOG = LoggerFactory.getLogger(OwnerRecords.class);
  private static final String CLAIM = "claim";
  private static final String BASE = "base";
  private static final String NODE = "node";
  private static final String ATTEMPT = "attempt";
  private static final long HIGHEST_BASE = Bounds.LATEST.toEpochMilli();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RecordDefects defects;
  private final Consumer<CameraStateEvent> listener;
  private final Map<String, CameraStateEvent> owners = new TreeMap<>();
  private final Map<String, Long> sessions = new HashMap<>();
  private OptionalLong base = OptionalLong.empty();
  private long lastOffset = -1;
  private boolean isRead;
  private int beginnings;

  /**
   * @param defects counts records that cannot be read
   * @param listener is given every claim and state in the topic's order
   */
  OwnerRecords(RecordDefects defects, Consumer<CameraStateEvent> listener) {
    this.defects = defects;
    this.listener = listener;
  }

  /** The last state of each camera, by id. */
  Map<String, CameraStateEvent> owners() {
    return owners;
  }

  /**
   * The latest claimed session of each camera, also when older owners have reported states since.
   */
  Map<String, Long> sessions() {
    return sessions;
  }

  /** The number that a claim's offset is added to; empty while the topic has none. */
  OptionalLong base() {
    return base;
  }

  /** The number of times that the topic was found to begin again. */
  int beginnings() {
    return beginnings;
  }

  /** Notes that the topic was read to its first end, so that later records follow what is known. */
  void read() {
    isRead = true;
  }

  /** The value of a claim's record: its session is the base and the record's offset. */
  static byte[] claim(String node, Attempt attempt, long base) {
    ObjectNode json = MAPPER.createObjectNode().put(CLAIM, true).put(NODE, node).put(BASE, base);
    return bytes(json.set(ATTEMPT, attempt.json()));
  }

  /** The value of the record that holds the base. */
  static byte[] base(long base) {
    return bytes(MAPPER.createObjectNode().put(BASE, base));
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Applies the next record; one that cannot be read changes nothing. */
  void apply(ConsumerRecord<String, byte[]> record) {
    if (record.offset() <= lastOffset) {
      LOG.warn("topic {} was created again", record.topic());
      owners.clear();
      sessions.clear();
      base = OptionalLong.empty();
      isRead = false;
      beginnings++;
    }
    lastOffset = record.offset();
    Reading.of(() -> read(record))
        .orElse(reason -> defects.add(record, reason))
        .ifPresent(Runnable::run);
  }

  /** The change that a record makes, which is yet to be run. */
  private Runnable read(ConsumerRecord<String, byte[]> record) {
    @Nullable String key = record.key();
    if (key == null) {
      throw new IllegalArgumentException("key: expected a camera's id or nothing, found none");
    }
    String camera = key.equals(BASE_KEY) ? key : Names.camera("key", key);
    if (record.value() == null) {
      return () -> {
        owners.remove(camera);
        sessions.remove(camera);
      };
    }
    CheckedJson json = CheckedJson.parse(record.value(), "the state of a camera's owner");
    if (camera.equals(BASE_KEY)) {
      long laid = json.number(BASE, HIGHEST_BASE);
      return () -> raise(laid);
    }
    CameraStateEvent owner =
        json.has(CLAIM) ? claimed(camera, json, record) : stated(camera, record);
    return () -> put(camera, owner);
  }

  private void raise(long other) {
    base = OptionalLong.of(Math.max(other, base.orElse(0)));
  }

  /**
   * A state that a record reports. A session later than any claim's here is invalid, unless the
   * base may have been lost, so that only the states can show it.
   */
  private CameraStateEvent stated(String camera, ConsumerRecord<String, byte[]> record) {
    CameraStateEvent state = CameraStateEvent.read(record.value());
    if (!state.camera().equals(camera)) {
      throw new IllegalArgumentException(
          "expected the state of %s, found that of %s".formatted(camera, state.camera()));
    }
    long highest = isRead ? base.orElse(HIGHEST_BASE) : HIGHEST_BASE;
    Bounds.number("session", state.session(), 0, highest + record.offset());
    return state;
  }

  private void put(String camera, CameraStateEvent event) {
    if (event.session() > lastOffset) {
      raise(event.session() - lastOffset);
    }
    owners.put(camera, event);
    sessions.merge(camera, event.session(), Math::max);
    listener.accept(event);
  }

  private CameraStateEvent claimed(
      String camera, CheckedJson claim, ConsumerRecord<String, byte[]> record) {
    return new CameraStateEvent(
        camera,
        CameraState.CLAIMED,
        claim.number(BASE, HIGHEST_BASE, base.orElse(0)) + record.offset(),
        0,
        claim.name(NODE),
        Bounds.recordTime(record.timestamp()),
        null,
        null,
        null,
        Attempt.read(claim.raw(ATTEMPT)));
  }
}
