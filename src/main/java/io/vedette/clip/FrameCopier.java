package io.vedette.clip;

import io.vedette.clip.WantedTimes.Part;
import io.vedette.clip.pack.PackStore;
import io.vedette.clip.pack.PackedFrame;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.transport.frame.FrameSpanReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The copying of frames from Kafka into packs, each with its detections. Confined to one thread,
 * but for the packs.
 */
final class FrameCopier {
  private static final long DETECTED_WITHIN_MILLIS = Duration.ofSeconds(30).toMillis();

  private final FrameSpanReader reader;
  private final PackStore store;
  private final PackStore.Pins pins;
  private final ClipMeters meters;

  FrameCopier(FrameSpanReader reader, PackStore store, PackStore.Pins pins, ClipMeters meters) {
    this.reader = reader;
    this.store = store;
    this.pins = pins;
    this.meters = meters;
  }

  /**
   * Copies parts of the times of cameras whose frames are in one partition; frames that were copied
   * before stay as they are.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka fails, or there is no space
   */
  void copy(int partition, List<Part> parts) {
    TimeSet spans = new TimeSet();
    parts.forEach(part -> spans.add(part.from(), part.to()));
    for (TimeSet.Span span : spans.spans()) {
      copy(
          partition,
          span,
          parts.stream()
              .filter(part -> part.from() < span.to() && part.to() > span.from())
              .toList());
    }
  }

  private void copy(int partition, TimeSet.Span span, List<Part> parts) {
    Set<String> cameras = parts.stream().map(Part::camera).collect(Collectors.toSet());
    Map<FrameId, List<DetectedObject>> found = new HashMap<>();
    reader.detections(
        cameras,
        span.from(),
        span.to() + DETECTED_WITHIN_MILLIS,
        seen -> found.put(seen.frameId(), seen.objects()));
    reader.frames(
        partition,
        span.from(),
        span.to(),
        (frame, came) -> {
          if (parts.stream().anyMatch(part -> holds(part, frame, came))) {
            add(frame, found);
          }
        });
  }

  private static boolean holds(Part part, Frame frame, long came) {
    return part.camera().equals(frame.id().camera()) && came >= part.from() && came < part.to();
  }

  private void add(Frame frame, Map<FrameId, List<DetectedObject>> found) {
    PackedFrame packed =
        new PackedFrame(
            frame.id(),
            ChronoUnit.MICROS.between(Instant.EPOCH, frame.capturedAt()),
            frame.size(),
            found.get(frame.id()),
            frame.jpeg());
    if (store.add(packed, pins)) {
      meters.kept();
    }
  }
}
