package io.vedette.event.operation;

import io.vedette.validation.CheckedJson;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A fact about the work on one camera. Immutable. */
public sealed interface OperationEvent
    permits CameraStateEvent, CoverageEvent, DegradationEvent, DropEvent {
  /** The camera's id. */
  String camera();

  /** The event's id, unique and the same for the same fact. */
  String id();

  /** The word used in records, as {@code camera.state}. */
  String type();

  /** The time when it happened. */
  Instant at();

  /** The event as JSON, UTF-8: equal events are equal bytes. */
  byte[] json();

  /** CloudEvents' type, as {@code io.vedette.camera.state.v1}. */
  default String cloudEventsType() {
    return cloudEventsType(type());
  }

  /** CloudEvents' types of all these events. */
  static List<String> cloudEventsTypes() {
    return Stream.of(
            CameraStateEvent.TYPE, CoverageEvent.TYPE, DropEvent.TYPE, DegradationEvent.TYPE)
        .map(OperationEvent::cloudEventsType)
        .toList();
  }

  /**
   * Reads an event of any of these types.
   *
   * @throws IllegalArgumentException when it is of none of them
   */
  static OperationEvent read(byte[] bytes) {
    CheckedJson root = CheckedJson.parse(bytes, "an event about the work");
    String type = root.name("type");
    return switch (type) {
      case CameraStateEvent.TYPE -> CameraStateEvent.read(root);
      case CoverageEvent.TYPE -> CoverageEvent.read(root);
      case DegradationEvent.TYPE -> DegradationEvent.read(root);
      case DropEvent.TYPE -> DropEvent.read(root);
      default -> throw new IllegalArgumentException("not an event about the work: " + type);
    };
  }

  private static String cloudEventsType(String word) {
    return "io.vedette." + word + ".v1";
  }
}
