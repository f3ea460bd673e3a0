package io.vedette.transport.frame;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The partition of the frames topic for each camera, which follows from the camera's partition in
 * its own topic so that both are filled evenly; and the priority of each camera. Thread-safe.
 */
public final class FramePlaces {
  private static final Place NOWHERE = new Place(null, 0);

  private final Map<String, Place> places = new ConcurrentHashMap<>();

  private record Place(@Nullable Integer partition, int priority) {}

  /**
   * Notes a camera.
   *
   * @param partition the partition of its record in the cameras topic
   * @param priority the priority of its frames; lower ones give way first
   */
  public void put(String camera, int partition, int priority) {
    places.put(camera, new Place(partition, priority));
  }

  /**
   * The partition for a camera's frames.
   *
   * @param partitions number of partitions of the frames topic
   * @return null, for Kafka's choice by the key, when the camera is in no topic
   */
  @Nullable Integer of(String camera, int partitions) {
    Integer place = places.getOrDefault(camera, NOWHERE).partition();
    return place == null ? null : of(place, partitions);
  }

  /**
   * The partition for the frames of a camera whose record is in a partition of the cameras topic.
   */
  public static int of(int place, int partitions) {
    return place % partitions;
  }

  int priority(String camera) {
    return places.getOrDefault(camera, NOWHERE).priority();
  }
}
