package io.vedette.tracking;

import io.vedette.state.StateReader;
import io.vedette.state.StateWriter;

/** A tracker's state as bytes. Immutable. */
final class TrackerStateFormat {
  private static final int VERSION = 2;
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
    out.time(track.bornAt()).time(track.seenAt()).number(track.hits());
  }

  private static Track readTrack(StateReader in) {
    return new Track(
        in.number(),
        in.constant(TrackState.class),
        in.point(),
        new Motion(readAxis(in), readAxis(in), readAxis(in), readAxis(in)),
        new Detection(in.text(), in.real(), in.box()),
        in.time(),
        in.time(),
        in.number());
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
