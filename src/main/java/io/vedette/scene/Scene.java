package io.vedette.scene;

import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections;
import io.vedette.event.scene.SceneEvent;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Motion;
import io.vedette.rule.Masks;
import io.vedette.rule.RuleEngine;
import io.vedette.rule.RuleSettings;
import io.vedette.tracking.Detection;
import io.vedette.tracking.StillPeriod;
import io.vedette.tracking.Track;
import io.vedette.tracking.Tracker;
import io.vedette.tracking.TrackerSettings;
import io.vedette.tracking.TrackerUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scene of one camera: detections in, events out. Confined to its caller.
 *
 * <p>It knows no clock but the frames' capture times, so that the same detections and rules give
 * the same events, byte for byte, whenever they are processed.
 */
public final class Scene {
  private final TrackerSettings settings;
  private final Tracker tracker;
  private final EventBuilder builder;
  private RuleSettings rules;
  private RuleEngine engine;
  private Masks masks;
  private @Nullable EventOrigin last;
  private List<Track> tracks = List.of();

  /** A scene that continues from the state of another scene of the camera. */
  public Scene(TrackerSettings settings, RuleSettings rules, SceneState state) {
    this.settings = settings;
    this.rules = rules;
    this.last = state.last();
    this.tracker = new Tracker(settings, state.tracker());
    this.engine = new RuleEngine(rules, state.rules());
    this.masks = new Masks(rules.masks().values());
    this.builder = new EventBuilder(state.histories());
  }

  public SceneState state() {
    return new SceneState(last, tracker.state(), engine.state(), builder.histories());
  }

  /** Capture time of the last frame taken in; the epoch before the first. */
  public Instant lastAt() {
    return last == null ? Instant.EPOCH : last.frame().capturedAt();
  }

  /** The believed tracks of the last frame taken in, confirmed and lost, oldest first. */
  public List<Track> tracks() {
    return tracks;
  }

  /** Sets the rules from the next frame on; the state of remaining zones and lines stays. */
  public void use(RuleSettings changed) {
    if (changed.equals(rules)) {
      return;
    }
    rules = changed;
    engine = new RuleEngine(changed, engine.state());
    masks = new Masks(changed.masks().values());
    builder.keepZones(changed.zones().keySet());
  }

  /** The fate of a frame's detections. */
  public enum Verdict {
    TAKEN,
    /** The frame is not later than one before; it changes nothing. */
    LATE,
    /** The frame is of an owner of an older session; it changes nothing. */
    FENCED
  }

  /** The fate that a frame's detections would have now. */
  public Verdict judge(FrameDetections detections) {
    if (last == null) {
      return Verdict.TAKEN;
    }
    long session = detections.frame().session();
    // So far apart, a lower session or number counts: whoever named the higher one does not go on.
    boolean isApart = isApart(detections.frame().capturedAt());
    if (session < last.frame().session() && !isApart) {
      return Verdict.FENCED;
    }
    boolean isKnown =
        session == last.frame().session()
            && detections.frame().sequence() <= last.frame().sequence();
    boolean isBehind = !detections.frame().capturedAt().isAfter(last.frame().capturedAt());
    return !isApart && (isKnown || isBehind) ? Verdict.LATE : Verdict.TAKEN;
  }

  /**
   * Takes in one frame's detections and returns the events, in order; none if they are late or
   * fenced.
   */
  public List<SceneEvent> update(FrameDetections detections) {
    if (judge(detections) != Verdict.TAKEN) {
      return List.of();
    }
    Instant capturedAt = detections.frame().capturedAt();
    List<Detection> visible = masks.visible(detections.objects().stream().map(Scene::of).toList());
    List<SceneEvent> events = new ArrayList<>();
    if (last != null && isApart(capturedAt)) {
      events.addAll(end());
    }
    EventOrigin origin = EventOrigin.of(detections);
    StillPeriod calm = calmBefore(detections);
    last = origin;
    events.addAll(events(origin, tracker.update(capturedAt, visible, calm)));
    return events;
  }

  /**
   * The still period before a frame: only still frames right after the last one prove that nothing
   * moved since.
   */
  private StillPeriod calmBefore(FrameDetections detections) {
    Motion motion = detections.motion();
    if (motion == null || last == null) {
      return StillPeriod.NONE;
    }
    boolean isNext =
        detections.frame().session() == last.frame().session()
            && detections.frame().sequence() == last.frame().sequence() + motion.still() + 1;
    return isNext ? new StillPeriod(motion.still(), motion.moving().isEmpty()) : StillPeriod.NONE;
  }

  /**
   * Ends all tracks as of the last frame, as when the camera fell silent; the events are those of a
   * next frame that comes too late.
   */
  public List<SceneEvent> end() {
    return last == null ? List.of() : events(last, tracker.end());
  }

  private List<SceneEvent> events(EventOrigin origin, TrackerUpdate update) {
    tracks = update.tracks();
    builder.see(origin.frame(), update.tracks());
    return builder.events(origin, engine.update(origin.frame().capturedAt(), update));
  }

  /**
   * Whether a time is so far from the last frame that all tracks end before it: the camera was
   * silent, or its clock was set back.
   */
  boolean isApart(Instant capturedAt) {
    return last != null
        && Duration.between(last.frame().capturedAt(), capturedAt)
                .abs()
                .compareTo(settings.maxGap())
            > 0;
  }

  private static Detection of(DetectedObject object) {
    return new Detection(object.label(), object.confidence(), object.box());
  }
}
