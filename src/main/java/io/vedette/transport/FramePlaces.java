package io.vedette.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * In which partition of the frames topic each camera's frames go: as cameras lie evenly over their
 * topic, frames do over theirs. Thread-safe.
 */
public final class FramePlaces {
  private final Map<String, Integer> places = new ConcurrentHashMap<>();

  /** A camera's partition in the cameras topic. */
  public void put(String camera, int partition) {
    places.put(camera, partition);
  }

  /**
   * The partition for a camera's frames.
   *
   * @param partitions of the frames topic
   * @return null, for Kafka's choice by the key, when the camera is in no topic
   */
  @Nullable Integer of(String camera, int partitions) {
    Integer place = places.get(camera);
    return place == null ? null : place % partitions;
  }
}
