package io.vedette.tracking;

import io.vedette.geometry.RelativePoint;
import io.vedette.state.StateReader;
import io.vedette.state.StateWriter;
import io.vedette.tracking.kalman.Axis;
import io.vedette.tracking.kalman.KalmanBox;
import java.util.TreeMap;

/** A tracker's state as bytes. Immutable. */
final class TrackerStateFormat {
  private static final int VERSION = 3;

  /** The version without votes for the label. */
  private static final int BEFORE_VOTES = 2;

  private static final int BYTES_PER_TRACK = 256;

  private TrackerStateFormat() {}

  static byte[] write(TrackerState state) {
    return new StateWriter(VERSION, 64 + BYTES_PER_TRACK * state.tracks().size())
        .number(state.nextId())
        .time(state.capturedAt())
        .list(state.tracks(), TrackerStateFormat::write)
        .bytes();
  }

  static TrackerState read(byte[] bytes) {
    return StateReader.read(
        "tracker state",
        BEFORE_VOTES,
        VERSION,
        bytes,
        in ->
            new TrackerState(in.number(), in.maybeTime(), in.list(TrackerStateFormat::readTrack)));
  }

  private static void write(StateWriter out, Track track) {
    out.number(track.id()).text(track.state().name()).point(track.origin());
    write(out, track.motion().x());
    write(out, track.motion().y());
    write(out, track.motion().aspect());
    write(out, track.motion().height());
    Detection last = track.last();
    out.text(last.label()).real(last.confidence()).box(last.box());
    out.text(track.vote().label()).map(track.vote().votes(), StateWriter::real);
    out.time(track.bornAt()).time(track.seenAt()).number(track.hits());
  }

  private static Track readTrack(StateReader in) {
    long id = in.number();
    TrackState state = in.constant(TrackState.class);
    RelativePoint origin = in.point();
    KalmanBox motion = new KalmanBox(readAxis(in), readAxis(in), readAxis(in), readAxis(in));
    Detection last = new Detection(in.text(), in.real(), in.box());
    LabelVote vote = in.version() == BEFORE_VOTES ? LabelVote.of(last) : readVote(in);
    return new Track(id, state, origin, motion, last, vote, in.time(), in.time(), in.number());
  }

  private static LabelVote readVote(StateReader in) {
    return new LabelVote(in.text(), new TreeMap<>(in.map(StateReader::real)));
  }

  private static void write(StateWriter out, Axis axis) {
    out.real(axis.position())
        .real(axis.velocity())
        .real(axis.positionVariance())
        .real(axis.covariance())
        .real(axis.velocityVariance());
  }

  private static Axis readAxis(StateReader in) {
    return new Axis(in.real(), in.real(), in.real(), in.real(), in.real());
  }
}
