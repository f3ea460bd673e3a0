package io.vedette.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.ClassUtil;
import io.vedette.simulator.rtsp.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The changes to a camera's faults, checked. Immutable.
 *
 * <p>The keys are {@link Faults}' components, and two that act once: {@code drop} breaks the
 * viewers' connections, {@code restartTimestamps} begins a new RTP stream.
 */
public final class FaultChanges {
  private static final String DROP = "drop";
  private static final String RESTART = "restartTimestamps";
  private static final Pattern FLAG = Pattern.compile("true|false");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+([.]\\d*)?|[.]\\d+)([eE][-+]?\\d+)?");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode lasting;
  private final boolean drop;
  private final boolean restart;

  private FaultChanges(ObjectNode changes) {
    this.drop = takeAction(changes, DROP);
    this.restart = takeAction(changes, RESTART);
    this.lasting = changes;
    check(changes);
    var unused = over(Faults.NONE);
  }

  /**
   * Reads a JSON object, as {@code {"loss":0.05,"stall":true}}.
   *
   * @throws IllegalArgumentException in one line, when it is none, or for a key or value that
   *     cannot be
   */
  static FaultChanges read(String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode changes) {
        return new FaultChanges(changes);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(reason(e), e);
    }
    throw new IllegalArgumentException("expected a JSON object");
  }

  /**
   * Reads one change.
   *
   * @throws IllegalArgumentException in one line, for a key or value that cannot be
   */
  public static FaultChanges of(String key, String value) {
    return new FaultChanges(JSON.createObjectNode().put(key, value));
  }

  /** The faults of a camera after the change. */
  public Faults over(Faults present) {
    ObjectNode merged = JSON.valueToTree(present);
    merged.setAll(lasting);
    try {
      return JSON.convertValue(merged, Faults.class);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(reason(e), e);
    }
  }

  /** Whether something is done once, to those who watch at that moment. */
  public boolean actsOnce() {
    return drop || restart;
  }

  /** Lets the changes happen to a camera. */
  void apply(SimulatedCamera camera) {
    camera.faults(over(camera.faults()));
    if (restart) {
      camera.restartTimestamps();
    }
    if (drop) {
      camera.drop();
    }
  }

  private static boolean takeAction(ObjectNode changes, String key) {
    @Nullable JsonNode value = changes.remove(key);
    if (value == null) {
      return false;
    }
    requireLike(BooleanNode.FALSE, key, value);
    return value.asBoolean();
  }

  private static void check(ObjectNode changes) {
    ObjectNode healthy = JSON.valueToTree(Faults.NONE);
    requireKnown(changes, names(healthy));
    names(changes).forEach(key -> requireLike(healthy.get(key), key, changes.get(key)));
  }

  private static void requireKnown(ObjectNode changes, List<String> known) {
    List<String> unknown = names(changes);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no such fault; there are %s, %s and %s"
              .formatted(String.join(", ", unknown), String.join(", ", known), DROP, RESTART));
    }
  }

  /** Texts stand for what they say. */
  private static void requireLike(JsonNode example, String key, JsonNode value) {
    boolean isFlag = example.isBoolean();
    if (!(isFlag ? FLAG : NUMBER).matcher(value.asText()).matches()) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(key, isFlag ? "true or false" : "a number", value));
    }
  }

  private static List<String> names(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The root cause, without names of classes. */
  private static String reason(Exception e) {
    Throwable root = ClassUtil.getRootCause(e);
    String message =
        root instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : root.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("cannot be read");
  }
}
