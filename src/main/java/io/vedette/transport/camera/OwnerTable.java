package io.vedette.transport.camera;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.KafkaAccess;
import io.vedette.transport.RecordDefects;
import io.vedette.transport.TableReader;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which node reads which camera, under which session, and how that goes: the owners topic, read
 * from its beginning. Confined to one thread.
 *
 * <p>The topic has one partition. A session is the offset of its claim there, above a base that was
 * written when the topic was made: it grows whatever the nodes' clocks say, and still after the
 * topic was lost and made anew.
 */
public final class OwnerTable implements AutoCloseable {
  /** The key of the record that holds the base. */
  static final String BASE_KEY = "";

  private static final Logger LOG = LoggerFactory.getLogger(OwnerTable.class);
  private static final String CLAIM = "claim";
  private static final String BASE = "base";
  private static final String NODE = "node";
  private static final String ATTEMPT = "attempt";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TableReader reader;
  private final Consumer<CameraStateEvent> listener;
  private final RecordDefects defects;
  private final Map<String, CameraStateEvent> owners = new TreeMap<>();
  private OptionalLong base = OptionalLong.empty();
  private long lastOffset = -1;

  /**
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public OwnerTable(KafkaAccess kafka, String topic) {
    this(kafka, topic, event -> {});
  }

  /**
   * @param listener is given every claim and state in the topic's order, on the reading thread
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public OwnerTable(KafkaAccess kafka, String topic, Consumer<CameraStateEvent> listener) {
    this.listener = listener;
    this.reader = new TableReader(kafka, "vedette-owners", topic);
    this.defects = kafka.defects();
  }

  /** Reads on to the present end. */
  public OwnerTable catchUp() {
    reader.readToEnd(this::apply);
    return this;
  }

  /** Reads what comes within a time. */
  public void follow(Duration timeout) {
    reader.poll(timeout, this::apply);
  }

  /** The last state of each camera, by id. */
  public Map<String, CameraStateEvent> owners() {
    return owners;
  }

  /** The session of a claim; nothing while the topic has no base. */
  OptionalLong session(long offset) {
    return base.isEmpty() ? base : OptionalLong.of(base.getAsLong() + offset);
  }

  @Override
  public void close() {
    reader.close();
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

  private void apply(ConsumerRecord<String, byte[]> record) {
    if (record.offset() <= lastOffset) {
      LOG.warn("topic {} begins anew", record.topic());
      owners.clear();
      base = OptionalLong.empty();
    }
    lastOffset = record.offset();
    Reading.of(() -> read(record))
        .orElse(reason -> defects.add(record, reason))
        .ifPresent(change -> change.run());
  }

  /** What a record changes; nothing of it is so before it is run. */
  private Runnable read(ConsumerRecord<String, byte[]> record) {
    String camera = record.key() == null ? "" : record.key();
    if (record.value() == null) {
      return () -> owners.remove(camera);
    }
    CheckedJson json = CheckedJson.parse(record.value(), "the state of a camera's owner");
    if (camera.equals(BASE_KEY)) {
      long laid = json.number(BASE, Bounds.LATEST.toEpochMilli());
      return () -> base = OptionalLong.of(Math.max(laid, base.orElse(0)));
    }
    CameraStateEvent owner = json.has(CLAIM) ? claimed(camera, json, record) : stated(record);
    Names.camera("key", camera);
    return () -> put(camera, owner);
  }

  private static CameraStateEvent stated(ConsumerRecord<String, byte[]> record) {
    CameraStateEvent state = CameraStateEvent.read(record.value());
    if (!state.camera().equals(record.key())) {
      throw new IllegalArgumentException(
          "expected the state of %s, found that of %s".formatted(record.key(), state.camera()));
    }
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
