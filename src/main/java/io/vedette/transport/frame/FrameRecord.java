package io.vedette.transport.frame;

import io.vedette.frame.Frame;
import io.vedette.frame.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A record of the frames topic and the frame in it. Immutable.
 *
 * @param camera the record's key; empty where it has none
 * @param offset the record's offset in its partition
 * @param appendedAtMillis the record's time stamp, in ms since the epoch
 * @param priority the frame's priority under overload; lower ones give way first
 * @param isLatest whether no record came after it, as far as was known when it was read
 * @param jpeg the record's value; empty where it has none
 * @param frame the frame, or null when the record does not make one
 * @param defect the reason why there is no frame, else null
 */
public record FrameRecord(
    String camera,
    Partition partition,
    long offset,
    long appendedAtMillis,
    int priority,
    boolean isLatest,
    @SuppressWarnings("ArrayRecordComponent") byte[] jpeg,
    @Nullable Frame frame,
    @Nullable RuntimeException defect) {
  /** The same record of a traced frame; unchanged where there is no frame. */
  public FrameRecord with(TraceContext trace) {
    Frame untraced = frame;
    return untraced == null
        ? this
        : new FrameRecord(
            camera,
            partition,
            offset,
            appendedAtMillis,
            priority,
            isLatest,
            jpeg,
            untraced.with(trace),
            defect);
  }

  /** A partition of a topic. */
  public record Partition(String topic, int number) {
    /** The partition's name, as Kafka's tools write it. */
    public String name() {
      return topic + "-" + number;
    }
  }
}
