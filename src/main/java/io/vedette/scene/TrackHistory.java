package io.vedette.scene;

import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.event.scene.TrackSummary.PathPoint;
import io.vedette.event.scene.TrackSummary.View;
import io.vedette.geometry.RelativeBox;
import io.vedette.tracking.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The history of a track that its events need. Immutable.
 *
 * @param published the track in its last event; null before the first event
 * @param isStationary whether an event about its stop was published
 * @param zones the zones it is in, by its events
 * @param enteredZones all zones that it has entered, in order
 * @param topConfidence the highest confidence of its detections, 0–1
 * @param path its places; the last point is the present one
 * @param best the frame that shows it best
 * @param isBestPublished whether that frame was published
 */
public record TrackHistory(
    @Nullable View published,
    boolean isStationary,
    List<String> zones,
    List<String> enteredZones,
    double topConfidence,
    List<PathPoint> path,
    @Nullable BestFrame best,
    boolean isBestPublished) {
  /**
   * The factor by which a frame must be better to replace the best one, or each frame of an
   * approach would.
   */
  private static final double CLEARLY = 1.1;

  /** The factor for the score of a box that the picture's edge cuts off. */
  private static final double CUT_OFF = 0.5;

  private static final double EDGE = 0.004;

  public TrackHistory {
    zones = List.copyOf(zones);
    enteredZones = List.copyOf(enteredZones);
    path = List.copyOf(path);
  }

  /** The history of a track that was just confirmed. */
  static TrackHistory of(Track track) {
    return new TrackHistory(
        null,
        false,
        List.of(),
        List.of(),
        0,
        List.of(new PathPoint(track.bornAt(), track.origin())),
        null,
        false);
  }

  /** The history after the track was seen in a frame. */
  TrackHistory seen(FrameReference frame, Track track) {
    RelativeBox box = track.box();
    double score = score(box, track.confidence());
    boolean isBetter = best == null || score > CLEARLY * best.score();
    return new TrackHistory(
        published,
        isStationary,
        zones,
        enteredZones,
        Math.max(topConfidence, track.confidence()),
        Paths.extended(path, new PathPoint(track.seenAt(), box.anchor())),
        isBetter ? new BestFrame(frame, box, track.confidence(), score) : best,
        isBestPublished && !isBetter);
  }

  TrackHistory published(View view) {
    return new TrackHistory(
        view, isStationary, zones, enteredZones, topConfidence, path, best, best != null);
  }

  TrackHistory standing(boolean stands) {
    return new TrackHistory(
        published, stands, zones, enteredZones, topConfidence, path, best, isBestPublished);
  }

  TrackHistory entered(String zone) {
    List<String> ever = enteredZones.contains(zone) ? enteredZones : with(enteredZones, zone);
    return inZones(with(zones, zone), ever);
  }

  TrackHistory left(String zone) {
    return inZones(zones.stream().filter(name -> !name.equals(zone)).toList(), enteredZones);
  }

  /** The history without presence in other zones than these. */
  TrackHistory keepingZones(Set<String> names) {
    return inZones(zones.stream().filter(names::contains).toList(), enteredZones);
  }

  private TrackHistory inZones(List<String> now, List<String> ever) {
    return new TrackHistory(
        published, isStationary, now, ever, topConfidence, path, best, isBestPublished);
  }

  private static List<String> with(List<String> names, String name) {
    List<String> all = new ArrayList<>(names);
    all.add(name);
    return all;
  }

  /**
   * The quality of a view: surer, larger and whole is better; by length, since an area would
   * outweigh all else.
   */
  private static double score(RelativeBox box, double confidence) {
    boolean isWhole =
        box.x() > EDGE && box.y() > EDGE && box.right() < 1 - EDGE && box.bottom() < 1 - EDGE;
    return confidence * Math.sqrt(box.area()) * (isWhole ? 1 : CUT_OFF);
  }
}
