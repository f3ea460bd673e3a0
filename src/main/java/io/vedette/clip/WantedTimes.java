package io.vedette.clip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The times of cameras whose frames are yet to be copied, and of those that were copied. Times are
 * those at which frames came to Kafka, in ms. Confined to one thread.
 */
final class WantedTimes {
  /** The longest part that is copied at once, also of a span that is not over. */
  static final long PART_MILLIS = 10_000;

  private static final long REMEMBERED_MILLIS = Duration.ofHours(1).toMillis();

  private final Map<String, Camera> cameras = new TreeMap<>();

  private static final class Camera {
    private final TimeSet wanted = new TimeSet();
    private final TimeSet done = new TimeSet();
    private int partition;
  }

  /**
   * A part of a camera's time that can be copied now.
   *
   * @param partition the partition of the frames topic
   */
  record Part(String camera, int partition, long from, long to) {}

  /** Adds a span of a camera, as far as it was not copied. */
  void add(String camera, int partition, long from, long to) {
    Camera known = cameras.computeIfAbsent(camera, id -> new Camera());
    known.partition = partition;
    known.wanted.add(from, to);
    known.done.spans().forEach(span -> known.wanted.remove(span.from(), span.to()));
  }

  /** The parts that can be copied once all frames from before a time have come. */
  List<Part> ready(long until) {
    List<Part> ready = new ArrayList<>();
    cameras.forEach(
        (id, camera) -> {
          for (TimeSet.Span span : camera.wanted.spans()) {
            if (span.to() <= until || until - span.from() >= PART_MILLIS) {
              long end = Math.min(Math.min(span.to(), until), span.from() + PART_MILLIS);
              ready.add(new Part(id, camera.partition, span.from(), end));
            }
          }
        });
    return ready;
  }

  /** Notes a part that was copied. */
  void done(Part part) {
    Camera camera = cameras.get(part.camera());
    if (camera != null) {
      camera.wanted.remove(part.from(), part.to());
      camera.done.add(part.from(), part.to());
      camera.done.remove(0, part.to() - REMEMBERED_MILLIS);
    }
  }

  /** Whether frames from before a time are yet to be copied. */
  boolean isWanting(long before) {
    return spans().anyMatch(span -> span.from() < before);
  }

  /** The end of all times that are yet to be copied; 0 when there are none. */
  long end() {
    return spans().mapToLong(TimeSet.Span::to).max().orElse(0);
  }

  private Stream<TimeSet.Span> spans() {
    return cameras.values().stream().flatMap(camera -> camera.wanted.spans().stream());
  }

  /** The parts by their partitions. */
  static Map<Integer, List<Part>> byPartition(List<Part> parts) {
    Map<Integer, List<Part>> sorted = new HashMap<>();
    parts.forEach(
        part -> sorted.computeIfAbsent(part.partition(), key -> new ArrayList<>()).add(part));
    return sorted;
  }
}
