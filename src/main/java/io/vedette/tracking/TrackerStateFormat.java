package io.vedette.tracking;

import io.vedette.geometry.RelativePoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tracker's state as bytes: a version, then every number as it is, so that nothing is rounded.
 * Immutable.
 */
final class TrackerStateFormat {
  private static final int VERSION = 1;
  private static final long NEVER = Long.MIN_VALUE;

  private TrackerStateFormat() {}

  static byte[] write(TrackerState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 256 * state.tracks().size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(state.nextId());
      out.writeLong(micros(state.capturedAt()));
      out.writeInt(state.tracks().size());
      for (Track track : state.tracks()) {
        write(track, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static TrackerState read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "tracker state: expected version " + VERSION + ", found " + version);
      }
      long nextId = in.readLong();
      long captured = in.readLong();
      int count = in.readInt();
      List<Track> tracks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        tracks.add(readTrack(in));
      }
      return new TrackerState(nextId, captured == NEVER ? null : instant(captured), tracks);
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          "tracker state: cut off after " + bytes.length + " bytes", e);
    } catch (IOException | DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("tracker state: damaged: " + e.getMessage(), e);
    }
  }

  private static void write(Track track, DataOutputStream out) throws IOException {
    out.writeLong(track.id());
    out.writeUTF(track.label());
    out.writeUTF(track.state().name());
    out.writeDouble(track.origin().x());
    out.writeDouble(track.origin().y());
    write(track.motion().x(), out);
    write(track.motion().y(), out);
    write(track.motion().aspect(), out);
    write(track.motion().height(), out);
    out.writeDouble(track.confidence());
    out.writeLong(micros(track.bornAt()));
    out.writeLong(micros(track.seenAt()));
    out.writeLong(track.hits());
  }

  private static Track readTrack(DataInputStream in) throws IOException {
    return new Track(
        in.readLong(),
        in.readUTF(),
        state(in.readUTF()),
        new RelativePoint(in.readDouble(), in.readDouble()),
        new Motion(readAxis(in), readAxis(in), readAxis(in), readAxis(in)),
        in.readDouble(),
        instant(in.readLong()),
        instant(in.readLong()),
        in.readLong());
  }

  private static TrackState state(String name) {
    for (TrackState state : TrackState.values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    throw new IllegalArgumentException("tracker state: no track is ever " + name);
  }

  private static void write(Axis axis, DataOutputStream out) throws IOException {
    out.writeDouble(axis.position());
    out.writeDouble(axis.velocity());
    out.writeDouble(axis.positionVariance());
    out.writeDouble(axis.covariance());
    out.writeDouble(axis.velocityVariance());
  }

  private static Axis readAxis(DataInputStream in) throws IOException {
    return new Axis(
        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
  }

  private static long micros(@Nullable Instant time) {
    return time == null ? NEVER : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
