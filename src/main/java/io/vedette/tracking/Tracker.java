package io.vedette.tracking;

import io.vedette.tracking.Association.Overlap;
import io.vedette.validation.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The tracker of one camera's objects from frame to frame (ByteTrack): strong detections are
 * matched with all tracks first, then weak ones keep alive the tracks that are left over. Strong
 * ones still left are compared once more within the uncertainty of each track's place, which finds
 * fast objects at low frame rates and hidden ones again. Lone ones that leapt are joined last.
 * Confined to its caller.
 *
 * <p>Time is capture time only: the same frames give the same tracks, whenever they are processed.
 */
public final class Tracker {
  private final TrackerSettings settings;
  private final Assignment assignment = new Assignment();
  private TrackerState state;

  public Tracker(TrackerSettings settings) {
    this(settings, TrackerState.initial());
  }

  /** Goes on from where another tracker was. */
  public Tracker(TrackerSettings settings, TrackerState state) {
    this.settings = settings;
    this.state = state;
  }

  public TrackerState state() {
    return state;
  }

  /** Takes one frame in. A frame not later than the last one changes nothing. */
  public TrackerUpdate update(Instant capturedAt, List<Detection> detections) {
    return update(capturedAt, detections, StillPeriod.NONE);
  }

  /**
   * Takes in a frame before which nothing moved for a while: objects that stood in front of the
   * camera then still stand there, whether or not the detector sees them this time.
   */
  public TrackerUpdate update(Instant capturedAt, List<Detection> detections, StillPeriod calm) {
    Instant now = capturedAt.truncatedTo(ChronoUnit.MICROS);
    @Nullable Instant last = state.capturedAt();
    if (last != null && !now.isAfter(last)) {
      return new TrackerUpdate(
          false, believed(state.tracks()), List.of(), List.of(), List.of(), List.of());
    }
    Duration gap = last == null ? Duration.ZERO : Duration.between(last, now);
    Changes changes = new Changes(now, calm);
    List<Track> tracks = state.tracks();
    if (gap.compareTo(settings.maxGap()) > 0) {
      tracks.forEach(changes::remove);
      tracks = List.of();
    }
    Association association = associate(moved(tracks, gap, calm), detections);
    return apply(changes, association, detections);
  }

  /** Ends all tracks, as when the camera goes; the next frame may be of any time. */
  public TrackerUpdate end() {
    Changes changes = new Changes(Instant.EPOCH, StillPeriod.NONE);
    state.tracks().forEach(changes::remove);
    state = new TrackerState(state.nextId(), null, List.of());
    return changes.update();
  }

  private static List<Track> moved(List<Track> tracks, Duration gap, StillPeriod calm) {
    double seconds = gap.toNanos() / 1e9;
    List<Track> moved = new ArrayList<>(tracks.size());
    for (Track track : tracks) {
      boolean isHeld = calm.isStill() && track.state() == TrackState.CONFIRMED;
      moved.add(
          isHeld ? track.resting(gap).after(seconds / (calm.still() + 1)) : track.after(seconds));
    }
    return moved;
  }

  private Association associate(List<Track> tracks, List<Detection> detections) {
    Association association =
        new Association(tracks, detections, settings.confusable(), assignment);
    IntPredicate isStrong = i -> detections.get(i).confidence() >= settings.highConfidence();
    IntPredicate isBelieved = i -> tracks.get(i).state() != TrackState.TENTATIVE;
    association.pass(isBelieved, isStrong, Overlap.STRICT, settings.minIou());
    association.pass(
        i -> tracks.get(i).state() == TrackState.CONFIRMED,
        i -> isWeak(detections.get(i)),
        Overlap.STRICT,
        settings.minIouWeak());
    association.pass(isBelieved, isStrong, Overlap.LOOSE, settings.minIouLoose());
    association.pass(i -> true, isStrong, Overlap.LOOSE, settings.minIouLoose());
    // Who was hidden while another vehicle passes is not that one.
    association.pass(
        i -> tracks.get(i).state() != TrackState.LOST,
        isStrong,
        Overlap.LOOSE_ACROSS,
        settings.minIouLoose());
    association.leaps(isStrong);
    return association;
  }

  private boolean isWeak(Detection detection) {
    return detection.confidence() >= settings.lowConfidence()
        && detection.confidence() < settings.highConfidence();
  }

  private TrackerUpdate apply(
      Changes changes, Association association, List<Detection> detections) {
    for (int i = 0; i < association.tracks().size(); i++) {
      Track track = association.tracks().get(i);
      if (association.isMatched(i)) {
        changes.see(track.seen(association.detectionOf(i), changes.now));
      } else {
        changes.miss(track);
      }
    }
    long nextId = state.nextId();
    for (int i = 0; i < detections.size(); i++) {
      Detection detection = detections.get(i);
      boolean isRoom = changes.living.size() < Bounds.TRACKS;
      if (isRoom && !association.isTaken(i) && detection.confidence() >= settings.newConfidence()) {
        changes.see(Track.born(nextId++, detection, changes.now));
      }
    }
    state = new TrackerState(nextId, changes.now, changes.living);
    return changes.update();
  }

  private static List<Track> believed(List<Track> tracks) {
    List<Track> believed = new ArrayList<>(tracks.size());
    for (Track track : tracks) {
      if (track.state() != TrackState.TENTATIVE) {
        believed.add(track);
      }
    }
    return believed;
  }

  /** The changes of tracks in one update. Confined to that update. */
  private final class Changes {
    final Instant now;
    final List<Track> living = new ArrayList<>();
    private final List<Track> confirmed = new ArrayList<>();
    private final List<Track> found = new ArrayList<>();
    private final List<Track> lost = new ArrayList<>();
    private final List<Track> removed = new ArrayList<>();
    private final StillPeriod calm;

    Changes(Instant now, StillPeriod calm) {
      this.now = now;
      this.calm = calm;
    }

    void see(Track track) {
      Track next = track;
      if (track.state() == TrackState.LOST) {
        next = track.become(TrackState.CONFIRMED);
        found.add(next);
      } else if (track.state() == TrackState.TENTATIVE && track.hits() >= settings.minHits()) {
        next = track.become(TrackState.CONFIRMED);
        confirmed.add(next);
      }
      living.add(next);
    }

    void miss(Track track) {
      boolean isOver = Duration.between(track.seenAt(), now).compareTo(settings.maxAge()) > 0;
      if (isOver || track.state() == TrackState.TENTATIVE) {
        remove(track);
      } else if (track.state() == TrackState.CONFIRMED && calm.isStill() && calm.isQuiet()) {
        living.add(track); // unseen, but nothing has moved since it was there
      } else if (track.state() == TrackState.CONFIRMED) {
        Track next = track.become(TrackState.LOST);
        lost.add(next);
        living.add(next);
      } else {
        living.add(track);
      }
    }

    void remove(Track track) {
      if (track.state() != TrackState.TENTATIVE) {
        removed.add(track.become(TrackState.REMOVED));
      }
    }

    TrackerUpdate update() {
      return new TrackerUpdate(true, believed(living), confirmed, found, lost, removed);
    }
  }
}
