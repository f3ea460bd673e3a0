package io.vedette.transport.frame;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The selection of frames that a worker reads. Immutable.
 *
 * @param group of the workers that share them, and under which is kept how far they are
 * @param isFromNow whether a group that is new begins at the present end; else at the beginning
 * @param span a part of what is retained, to be read once by one worker; null to share what comes
 */
public record FrameSelection(String topic, String group, boolean isFromNow, @Nullable Span span) {
  /**
   * Frames of a time.
   *
   * @param from when the first of them came to Kafka
   * @param to when the last of them came; null for all there are when reading begins
   * @param cameras whose they are; all when empty
   */
  public record Span(Instant from, @Nullable Instant to, Set<String> cameras) {
    public Span {
      cameras = Set.copyOf(cameras);
    }

    boolean has(String camera) {
      return cameras.isEmpty() || cameras.contains(camera);
    }
  }

  /** What comes, shared by a group, from the beginning on. */
  public static FrameSelection shared(String topic, String group) {
    return new FrameSelection(topic, group, false, null);
  }
}
