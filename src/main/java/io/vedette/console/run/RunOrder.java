package io.vedette.console.run;

import io.vedette.transport.frame.FrameSelection.Span;
import java.time.Duration;
import java.util.Locale;

/**
 * An order for a run. Immutable.
 *
 * @param span the frames of a replay; a shadow infers new frames of all cameras
 * @param length the time after which a shadow ends
 * @param by the person who ordered it, for display
 */
public record RunOrder(
    String name, Kind kind, ModelFile model, Span span, Duration length, String by) {
  /** The kind of a run. */
  public enum Kind {
    /** The run that consumers usually read. */
    LIVE,
    /** A run over new frames, beside the live workers. */
    SHADOW,
    /** A run over frames that Kafka has kept. */
    REPLAY;

    /** The word in answers. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
