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
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of the owners topic: what they are written as, and what they amount to when they are
 * read in order. Confined to one thread.
 */
final class OwnerRecords {
  /** The key of the record that holds the base. */
  static final String BASE_KEY = "";

  private static final Logger LOG = LoggerFactory.getLogger(OwnerRecords.class);
  private static final String CLAIM = "claim";
  private static final String BASE = "base";
  private static final String NODE = "node";
  private static final String ATTEMPT = "attempt";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RecordDefects defects;
  private final Consumer<CameraStateEvent> listener;
  private final Map<String, CameraStateEvent> owners = new TreeMap<>();
  private OptionalLong base = OptionalLong.empty();
  private long lastOffset = -1;

  /**
   * @param defects where records are noted that are none
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

  /** The session of a claim; nothing while the topic has no base. */
  OptionalLong session(long offset) {
    return base.isEmpty() ? base : OptionalLong.of(base.getAsLong() + offset);
  }

  /** The value of a claim's record: its session is its place. */
  static byte[] claim(String node, Attempt attempt) {
    ObjectNode json = MAPPER.createObjectNode().put(CLAIM, true).put(NODE, node);
    return bytes(json.set(ATTEMPT, attempt.json()));
  }

  /** The value of the record that holds the base. */
  static byte[] base(long base) {
    return bytes(MAPPER.createObjectNode().put(BASE, base));
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Takes the next record in; one that is none changes nothing. */
  void apply(ConsumerRecord<String, byte[]> record) {
    if (record.offset() <= lastOffset) {
      LOG.warn("topic {} begins anew", record.topic());
      owners.clear();
      base = OptionalLong.empty();
    }
    lastOffset = record.offset();
    Reading.of(() -> read(record))
        .orElse(reason -> defects.add(record, reason))
        .ifPresent(Runnable::run);
  }

  /** What a record changes; nothing of it is so before it is run. */
  private Runnable read(ConsumerRecord<String, byte[]> record) {
    @Nullable String key = record.key();
    if (key == null) {
      throw new IllegalArgumentException("key: expected a camera's id or nothing, found none");
    }
    String camera = key.equals(BASE_KEY) ? key : Names.camera("key", key);
    if (record.value() == null) {
      return () -> owners.remove(camera);
    }
    CheckedJson json = CheckedJson.parse(record.value(), "the state of a camera's owner");
    if (camera.equals(BASE_KEY)) {
      long laid = json.number(BASE, Bounds.LATEST.toEpochMilli());
      return () -> base = OptionalLong.of(Math.max(laid, base.orElse(0)));
    }
    CameraStateEvent owner =
        json.has(CLAIM) ? claimed(camera, json, record) : stated(camera, record);
    return () -> put(camera, owner);
  }

  /** A later session than that of a claim here would be is nobody's. */
  private CameraStateEvent stated(String camera, ConsumerRecord<String, byte[]> record) {
    CameraStateEvent state = CameraStateEvent.read(record.value());
    if (!state.camera().equals(camera)) {
      throw new IllegalArgumentException(
          "expected the state of %s, found that of %s".formatted(camera, state.camera()));
    }
    session(record.offset())
        .ifPresent(latest -> Bounds.number("session", state.session(), 0, latest));
    return state;
  }

  private void put(String camera, CameraStateEvent event) {
    owners.put(camera, event);
    listener.accept(event);
  }

  private CameraStateEvent claimed(
      String camera, CheckedJson claim, ConsumerRecord<String, byte[]> record) {
    return new CameraStateEvent(
        camera,
        CameraState.CLAIMED,
        session(record.offset()).orElse(0),
        0,
        claim.name(NODE),
        Bounds.recordTime(record.timestamp()),
        null,
        null,
        null,
        Attempt.read(claim.raw(ATTEMPT)));
  }
}
