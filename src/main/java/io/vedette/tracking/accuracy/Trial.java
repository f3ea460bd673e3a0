package io.vedette.tracking.accuracy;

import io.vedette.tracking.Detection;
import io.vedette.tracking.Track;
import io.vedette.tracking.TrackState;
import io.vedette.tracking.Tracker;
import io.vedette.tracking.TrackerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A run of the tracker over a recording's detections. Immutable.
 *
 * @param tracks the boxes it believed and saw
 * @param frames number of frames
 * @param cost time in the tracker, of all frames together
 */
public record Trial(List<TracedBox> tracks, int frames, Duration cost) {
  private static final double NANOS = 1e9;

  public Trial {
    tracks = List.copyOf(tracks);
  }

  /** What was detected in one frame of a recording. */
  public record Found(int frame, Detection detection) {}

  /**
   * Tracks a recording; frames without detections, between the first and the last, are frames too.
   *
   * @param framesPerSecond gives each frame its capture time
   */
  public static Trial of(List<Found> detections, double framesPerSecond, TrackerSettings settings) {
    NavigableMap<Integer, List<Detection>> frames = byFrame(detections);
    Tracker tracker = new Tracker(settings);
    List<TracedBox> tracks = new ArrayList<>();
    long nanos = 0;
    for (Map.Entry<Integer, List<Detection>> frame : frames.entrySet()) {
      Instant at = Instant.ofEpochSecond(0, Math.round(frame.getKey() * NANOS / framesPerSecond));
      long begun = System.nanoTime();
      List<Track> believed = tracker.update(at, frame.getValue()).tracks();
      nanos += System.nanoTime() - begun;
      for (Track track : believed) {
        if (track.state() == TrackState.CONFIRMED) {
          tracks.add(new TracedBox(frame.getKey(), track.id(), track.box()));
        }
      }
    }
    return new Trial(tracks, frames.size(), Duration.ofNanos(nanos));
  }

  private static NavigableMap<Integer, List<Detection>> byFrame(List<Found> detections) {
    NavigableMap<Integer, List<Detection>> frames = new TreeMap<>();
    for (Found found : detections) {
      frames.computeIfAbsent(found.frame(), number -> new ArrayList<>()).add(found.detection());
    }
    if (!frames.isEmpty()) {
      for (int frame = frames.firstKey(); frame < frames.lastKey(); frame++) {
        frames.computeIfAbsent(frame, number -> new ArrayList<>());
      }
    }
    return frames;
  }
}
