package io.vedette.console.run;

import io.vedette.transport.frame.FrameSelection.Span;
import java.time.Duration;
import java.util.Locale;

/**
 * An order for a run. Immutable.
 *
 * @param model its digest
 * @param span frames of a replay; a shadow infers what comes, of all cameras
 * @param length after which a shadow ends
 * @param by who ordered it, for people
 */
public record RunOrder(
    String name, Kind kind, String model, Span span, Duration length, String by) {
  /** The kind of a run. */
  public enum Kind {
    /** The run that consumers usually read. */
    LIVE,
    /** New frames, beside the live workers. */
    SHADOW,
    /** Frames that Kafka has kept. */
    REPLAY;

    /** The word in answers. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
