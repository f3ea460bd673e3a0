package io.vedette.transport.frame;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The selection of frames that a worker reads. Immutable.
 *
 * @param group consumer group of the workers, whose committed offsets are their progress
 * @param isFromNow whether a new group begins at the present end; else at the beginning
 * @param span a part of the retained frames, to be read once by one worker; null to share frames as
 *     they come
 */
public record FrameSelection(String topic, String group, boolean isFromNow, @Nullable Span span) {
  /**
   * The frames of some cameras that came in a time.
   *
   * @param from the time when the first of them came to Kafka
   * @param to the time when the last of them came; null for all that Kafka has when reading begins
   * @param cameras the cameras; all when empty
   */
  public record Span(Instant from, @Nullable Instant to, Set<String> cameras) {
    public Span {
      cameras = Set.copyOf(cameras);
    }

    boolean has(String camera) {
      return cameras.isEmpty() || cameras.contains(camera);
    }
  }

  /** The frames of a topic from its beginning on, shared by a group. */
  public static FrameSelection shared(String topic, String group) {
    return new FrameSelection(topic, group, false, null);
  }
}
