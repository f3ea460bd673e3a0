package io.vedette.rule;

import io.vedette.geometry.RelativePoint;
import io.vedette.rule.Occurrence.LineCount;
import io.vedette.rule.RuleState.Observed;
import io.vedette.rule.RuleState.Occupancy;
import io.vedette.rule.RuleState.Passage;
import io.vedette.rule.RuleState.Standstill;
import io.vedette.rule.RuleState.Visit;
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
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A rule engine's state as bytes: a version, then all values as they are. Immutable. */
final class RuleStateFormat {
  private static final int VERSION = 1;
  private static final long NEVER = Long.MIN_VALUE;

  private RuleStateFormat() {}

  /** Writes one value of a map. */
  private interface Writer<V> {
    void write(V value, DataOutputStream out) throws IOException;
  }

  /** Reads one value of a map. */
  private interface Reader<V> {
    V read(DataInputStream in) throws IOException;
  }

  static byte[] write(RuleState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(micros(state.capturedAt()));
      out.writeInt(state.objects().size());
      for (Observed observed : state.objects()) {
        write(observed, out);
      }
      write(state.occupancies(), RuleStateFormat::write, out);
      write(state.counts(), RuleStateFormat::write, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static RuleState read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "rule state: expected version " + VERSION + ", found " + version);
      }
      @Nullable Instant capturedAt = maybeInstant(in);
      int count = in.readInt();
      List<Observed> objects = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        objects.add(readObserved(in));
      }
      return new RuleState(
          capturedAt,
          objects,
          readMap(in, RuleStateFormat::readOccupancy),
          readMap(in, RuleStateFormat::readCount));
    } catch (EOFException e) {
      throw new IllegalArgumentException("rule state: cut off after " + bytes.length + " bytes", e);
    } catch (IOException | DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("rule state: damaged: " + e.getMessage(), e);
    }
  }

  private static void write(Observed observed, DataOutputStream out) throws IOException {
    out.writeLong(observed.track());
    write(observed.anchor(), out);
    out.writeLong(micros(observed.toldAt()));
    write(observed.standstill().place(), out);
    out.writeLong(micros(observed.standstill().since()));
    out.writeBoolean(observed.standstill().told());
    write(observed.visits(), RuleStateFormat::write, out);
    write(observed.passages(), RuleStateFormat::write, out);
  }

  private static Observed readObserved(DataInputStream in) throws IOException {
    return new Observed(
        in.readLong(),
        readPoint(in),
        instant(in),
        new Standstill(readPoint(in), instant(in), in.readBoolean()),
        readMap(in, RuleStateFormat::readVisit),
        readMap(in, RuleStateFormat::readPassage));
  }

  private static void write(Visit visit, DataOutputStream out) throws IOException {
    out.writeBoolean(visit.inside());
    out.writeLong(micros(visit.since()));
    out.writeLong(micros(visit.changing()));
    out.writeBoolean(visit.loitering());
  }

  private static Visit readVisit(DataInputStream in) throws IOException {
    return new Visit(in.readBoolean(), instant(in), maybeInstant(in), in.readBoolean());
  }

  private static void write(Passage passage, DataOutputStream out) throws IOException {
    out.writeByte(passage.side());
    out.writeInt(passage.pending());
  }

  private static Passage readPassage(DataInputStream in) throws IOException {
    return new Passage(in.readByte(), in.readInt());
  }

  private static void write(Occupancy occupancy, DataOutputStream out) throws IOException {
    out.writeBoolean(occupancy.crowded());
    out.writeLong(micros(occupancy.emptySince()));
    out.writeBoolean(occupancy.deserted());
  }

  private static Occupancy readOccupancy(DataInputStream in) throws IOException {
    return new Occupancy(in.readBoolean(), maybeInstant(in), in.readBoolean());
  }

  private static void write(LineCount count, DataOutputStream out) throws IOException {
    out.writeLong(count.toLeft());
    out.writeLong(count.toRight());
  }

  private static LineCount readCount(DataInputStream in) throws IOException {
    return new LineCount(in.readLong(), in.readLong());
  }

  private static void write(RelativePoint point, DataOutputStream out) throws IOException {
    out.writeDouble(point.x());
    out.writeDouble(point.y());
  }

  private static RelativePoint readPoint(DataInputStream in) throws IOException {
    return new RelativePoint(in.readDouble(), in.readDouble());
  }

  private static <V> void write(Map<String, V> values, Writer<V> writer, DataOutputStream out)
      throws IOException {
    out.writeInt(values.size());
    for (Map.Entry<String, V> entry : values.entrySet()) {
      out.writeUTF(entry.getKey());
      writer.write(entry.getValue(), out);
    }
  }

  private static <V> Map<String, V> readMap(DataInputStream in, Reader<V> reader)
      throws IOException {
    int count = in.readInt();
    Map<String, V> values = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      values.put(name, reader.read(in));
    }
    return values;
  }

  private static long micros(@Nullable Instant time) {
    return time == null ? NEVER : ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(DataInputStream in) throws IOException {
    return Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
  }

  private static @Nullable Instant maybeInstant(DataInputStream in) throws IOException {
    long micros = in.readLong();
    return micros == NEVER ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
