package io.vedette.scene;

import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.event.scene.TrackSummary.PathPoint;
import io.vedette.event.scene.TrackSummary.View;
import io.vedette.rule.RuleState;
import io.vedette.state.StateReader;
import io.vedette.state.StateWriter;
import io.vedette.tracking.TrackerState;
import java.util.Map;
import java.util.TreeMap;

/** The binary format of a scene's state. Immutable. */
final class SceneStateFormat {
  private static final int VERSION = 1;

  private SceneStateFormat() {}

  static byte[] write(SceneState state) {
    return new StateWriter(VERSION, 1024)
        .maybe(state.last(), SceneStateFormat::write)
        .bytes(state.tracker().bytes())
        .bytes(state.rules().bytes())
        .list(state.histories().entrySet(), SceneStateFormat::write)
        .bytes();
  }

  static SceneState read(byte[] bytes) {
    return StateReader.read(
        "scene state",
        VERSION,
        bytes,
        in ->
            new SceneState(
                in.maybe(SceneStateFormat::readOrigin),
                TrackerState.parse(in.bytes()),
                RuleState.parse(in.bytes()),
                readStories(in)));
  }

  private static void write(StateWriter out, EventOrigin origin) {
    out.text(origin.camera());
    write(out, origin.frame());
    out.text(origin.model().name())
        .text(origin.model().digest())
        .text(origin.model().device())
        .text(origin.run());
  }

  private static EventOrigin readOrigin(StateReader in) {
    return new EventOrigin(
        in.text(), readFrame(in), new ModelReference(in.text(), in.text(), in.text()), in.text());
  }

  private static void write(StateWriter out, FrameReference frame) {
    out.number(frame.session())
        .number(frame.sequence())
        .time(frame.capturedAt())
        .text(frame.clock())
        .count(frame.width())
        .count(frame.height())
        .maybe(
            frame.ref(),
            (writer, ref) -> writer.text(ref.topic()).count(ref.partition()).number(ref.offset()));
  }

  private static FrameReference readFrame(StateReader in) {
    return new FrameReference(
        in.number(),
        in.number(),
        in.time(),
        in.text(),
        in.count(),
        in.count(),
        in.maybe(reader -> new RecordReference(reader.text(), reader.count(), reader.number())));
  }

  private static void write(StateWriter out, Map.Entry<Long, TrackHistory> entry) {
    TrackHistory history = entry.getValue();
    out.number(entry.getKey())
        .maybe(history.published(), SceneStateFormat::write)
        .flag(history.isStationary())
        .list(history.zones(), StateWriter::text)
        .list(history.enteredZones(), StateWriter::text)
        .real(history.topConfidence())
        .list(history.path(), (writer, point) -> writer.time(point.at()).point(point.place()))
        .maybe(history.best(), SceneStateFormat::write)
        .flag(history.isBestPublished());
  }

  private static Map<Long, TrackHistory> readStories(StateReader in) {
    Map<Long, TrackHistory> histories = new TreeMap<>();
    in.list(reader -> Map.entry(reader.number(), readStory(reader)))
        .forEach(entry -> histories.put(entry.getKey(), entry.getValue()));
    return histories;
  }

  private static TrackHistory readStory(StateReader in) {
    return new TrackHistory(
        in.maybe(SceneStateFormat::readView),
        in.flag(),
        in.list(StateReader::text),
        in.list(StateReader::text),
        in.real(),
        in.list(reader -> new PathPoint(reader.time(), reader.point())),
        in.maybe(SceneStateFormat::readBest),
        in.flag());
  }

  private static void write(StateWriter out, View view) {
    out.time(view.seenAt())
        .box(view.box())
        .real(view.confidence())
        .flag(view.isStationary())
        .list(view.zones(), StateWriter::text);
  }

  private static View readView(StateReader in) {
    return new View(in.time(), in.box(), in.real(), in.flag(), in.list(StateReader::text));
  }

  private static void write(StateWriter out, BestFrame best) {
    write(out, best.frame());
    out.box(best.box()).real(best.confidence()).real(best.score());
  }

  private static BestFrame readBest(StateReader in) {
    return new BestFrame(readFrame(in), in.box(), in.real(), in.real());
  }
}
