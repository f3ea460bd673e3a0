package io.vedette.offline;

import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.TrackedFrame;
import io.vedette.event.scene.TrackedFrame.Tracked;
import io.vedette.geometry.RelativeLine;
import io.vedette.geometry.RelativePoint;
import io.vedette.picture.Annotator.Mark;
import io.vedette.picture.Annotator.Outline;
import io.vedette.rule.RuleSettings;
import io.vedette.scene.Scene;
import io.vedette.scene.SceneState;
import io.vedette.scene.TrackHistory;
import io.vedette.tracking.Track;
import io.vedette.tracking.TrackState;
import io.vedette.tracking.TrackerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The scene of a file: the same as a camera's, without Kafka. Confined to one thread. */
public final class FileScene {
  private static final int ZONE_COLOUR = 3;
  private static final int LINE_COLOUR = 1;

  private final RuleSettings rules;
  private final Scene scene;

  public FileScene(TrackerSettings tracker, RuleSettings rules) {
    this.rules = rules;
    this.scene = new Scene(tracker, rules, SceneState.initial());
  }

  /** Takes an inferred picture's detections in and returns what happened, in order. */
  public List<SceneEvent> add(FrameDetections detections) {
    return scene.update(detections);
  }

  /** Ends all tracks, as the file does. */
  public List<SceneEvent> end() {
    return scene.end();
  }

  /** The tracks in a picture that was just taken in, and how many are where. */
  public TrackedFrame frame(FrameDetections detections) {
    SceneState state = scene.state();
    List<Tracked> tracks = new ArrayList<>();
    for (Track track : scene.tracks()) {
      if (track.state() == TrackState.CONFIRMED) {
        List<String> zones = Objects.requireNonNull(state.histories().get(track.id())).zones();
        tracks.add(new Tracked(track.id(), track.label(), track.confidence(), track.box(), zones));
      }
    }
    Map<String, Long> zones = new TreeMap<>();
    rules.zones().keySet().forEach(name -> zones.put(name, inside(state, name)));
    List<LineFact> lines = new ArrayList<>();
    state
        .rules()
        .counts()
        .forEach(
            (name, count) -> lines.add(new LineFact(name, "", count.toLeft(), count.toRight())));
    return new TrackedFrame(EventOrigin.of(detections), tracks, zones, lines);
  }

  /** The drawing of a tracked picture: its tracks over the zones and lines. */
  public Drawing drawing(TrackedFrame frame) {
    List<Outline> outlines = new ArrayList<>();
    frame.zones().forEach((name, objects) -> outlines.add(zone(name, objects)));
    frame.lines().forEach(line -> outlines.add(line(line)));
    return new Drawing(frame.tracks().stream().map(FileScene::mark).toList(), outlines);
  }

  private static long inside(SceneState state, String zone) {
    return state.histories().values().stream()
        .map(TrackHistory::zones)
        .filter(zones -> zones.contains(zone))
        .count();
  }

  private Outline zone(String name, long objects) {
    List<RelativePoint> corners = Objects.requireNonNull(rules.zones().get(name)).area().corners();
    return new Outline(corners, true, name + ": " + objects, ZONE_COLOUR);
  }

  private Outline line(LineFact fact) {
    RelativeLine line = Objects.requireNonNull(rules.lines().get(fact.name())).line();
    String caption = fact.name() + ": left " + fact.toLeft() + ", right " + fact.toRight();
    return new Outline(List.of(line.start(), line.end()), false, caption, LINE_COLOUR);
  }

  private static Mark mark(Tracked track) {
    String caption =
        String.format(
            Locale.ROOT, "%s #%d %.2f", track.label(), track.number(), track.confidence());
    return new Mark(track.box(), caption, (int) (track.number() % Short.MAX_VALUE));
  }
}
