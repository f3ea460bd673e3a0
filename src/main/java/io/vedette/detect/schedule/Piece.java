package io.vedette.detect.schedule;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.RelativeBox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a frame in a batch: the whole frame, or a region of it. Handed from thread to
 * thread with its job.
 */
public final class Piece {
  private final Job job;
  private final @Nullable RelativeBox region;
  private @Nullable Letterbox letterbox;
  private @Nullable List<DetectedObject> found;

  /**
   * @param region null for the whole picture
   */
  Piece(Job job, @Nullable RelativeBox region) {
    this.job = job;
    this.region = region;
  }

  public Job job() {
    return job;
  }

  /** The region; null for the whole picture. */
  public @Nullable RelativeBox region() {
    return region;
  }

  public boolean isWhole() {
    return region == null;
  }

  public void letterbox(Letterbox used) {
    letterbox = used;
  }

  /** The picture's place in the tensor; null until it was prepared. */
  public @Nullable Letterbox letterbox() {
    return letterbox;
  }

  /** Sets the objects that were found in the picture, in its own coordinates. */
  public void found(List<DetectedObject> boxes) {
    found = boxes;
  }

  /** The objects that were found in the picture; null until it was inferred. */
  public @Nullable List<DetectedObject> found() {
    return found;
  }
}
