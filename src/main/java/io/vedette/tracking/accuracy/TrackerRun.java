package io.vedette.tracking.accuracy;

import io.vedette.geometry.Size;
import io.vedette.tracking.Detection;
import io.vedette.tracking.Track;
import io.vedette.tracking.TrackState;
import io.vedette.tracking.Tracker;
import io.vedette.tracking.TrackerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A run of the tracker over a recording's detections. Immutable.
 *
 * @param tracks the boxes it believed and saw, also where they reach beyond the picture
 * @param frames number of frames
 * @param cost time in the tracker, of all frames together
 */
public record TrackerRun(List<TracedBox> tracks, int frames, Duration cost) {
  private static final double NANOS = 1e9;

  public TrackerRun {
    tracks = List.copyOf(tracks);
  }

  /** The tracks as lines in MOT format, in the order of frames. */
  public List<String> lines(Size picture) {
    return tracks.stream().map(box -> MotFile.line(box, 1, picture)).toList();
  }

  /** A detection in one frame of a recording. */
  public record Found(int frame, Detection detection) {}

  /**
   * Tracks a recording; frames without detections, between the first and the last, are frames too.
   *
   * @param framesPerSecond gives each frame its capture time
   */
  public static TrackerRun of(
      List<Found> detections, double framesPerSecond, TrackerSettings settings) {
    NavigableMap<Integer, List<Detection>> frames = byFrame(detections);
    Tracker tracker = new Tracker(settings);
    List<TracedBox> tracks = new ArrayList<>();
    long nanos = 0;
    int first = frames.isEmpty() ? 1 : frames.firstKey();
    int last = frames.isEmpty() ? 0 : frames.lastKey();
    for (int frame = first; frame <= last; frame++) {
      Instant at = Instant.ofEpochSecond(0, Math.round(frame * NANOS / framesPerSecond));
      List<Detection> seen = frames.getOrDefault(frame, List.of());
      long begun = System.nanoTime();
      List<Track> believed = tracker.update(at, seen).tracks();
      nanos += System.nanoTime() - begun;
      for (Track track : believed) {
        if (track.state() == TrackState.CONFIRMED) {
          tracks.add(new TracedBox(frame, track.id(), track.motion().box()));
        }
      }
    }
    return new TrackerRun(tracks, last - first + 1, Duration.ofNanos(nanos));
  }

  private static NavigableMap<Integer, List<Detection>> byFrame(List<Found> detections) {
    NavigableMap<Integer, List<Detection>> frames = new TreeMap<>();
    for (Found found : detections) {
      frames.computeIfAbsent(found.frame(), number -> new ArrayList<>()).add(found.detection());
    }
    return frames;
  }
}
