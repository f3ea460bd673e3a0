package io.vedette.state;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import io.vedette.text.Count;
import io.vedette.text.Printable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reader of what a {@link StateWriter} wrote, in the same order. Confined to one state. */
public final class StateReader {
  // From 1910 to 2201: records are within, and any span is one of nanoseconds.
  private static final long EARLIEST_MICROS = -1_893_000_000_000_000L;
  private static final long LATEST_MICROS = 7_290_000_000_000_000L;

  private static final int SHOWN = 40;

  private final ByteBuffer buffer;
  private int version;

  private StateReader(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  /**
   * A state from its bytes.
   *
   * @param what it is, as "tracker state"
   * @throws IllegalArgumentException when the bytes are of another version or damaged
   */
  public static <S> S read(String what, int version, byte[] bytes, Function<StateReader, S> body) {
    return read(what, version, version, bytes, body);
  }

  /**
   * A state from its bytes, of one of several versions; {@link #version} says which.
   *
   * @param what it is, as "tracker state"
   * @throws IllegalArgumentException when the bytes are of another version or damaged
   */
  public static <S> S read(
      String what, int oldest, int newest, byte[] bytes, Function<StateReader, S> body) {
    StateReader reader = new StateReader(bytes);
    try {
      reader.version = reader.tiny();
      if (reader.version < oldest || reader.version > newest) {
        String known = oldest == newest ? "" : oldest + " to ";
        throw new IllegalArgumentException(
            "expected version " + known + newest + ", found " + reader.version);
      }
      return body.apply(reader);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(what + ": cut off after " + Count.bytes(bytes.length), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(what + ": damaged: " + e.getMessage(), e);
    }
  }

  /** The version of the bytes' format. */
  public int version() {
    return version;
  }

  public int tiny() {
    return buffer.get();
  }

  public int count() {
    return buffer.getInt();
  }

  public long number() {
    return buffer.getLong();
  }

  public double real() {
    double value = buffer.getDouble();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("expected a number, found " + value);
    }
    return value;
  }

  public boolean flag() {
    return buffer.get() != 0;
  }

  /** A text that can be shown as it is; all that are kept are names, or made of them. */
  public String text() {
    String text = new String(bytes(), StandardCharsets.UTF_8);
    if (!Printable.isSafe(text)) {
      throw new IllegalArgumentException(
          "expected visible characters, found \"" + Printable.line(text, SHOWN) + "\"");
    }
    return text;
  }

  public byte[] bytes() {
    int length = count();
    if (length < 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] value = new byte[length];
    buffer.get(value);
    return value;
  }

  public Instant time() {
    return time(number());
  }

  public @Nullable Instant maybeTime() {
    long micros = number();
    return micros == StateWriter.NEVER ? null : time(micros);
  }

  /** The span between any two such times fits into nanoseconds. */
  private static Instant time(long micros) {
    if (micros < EARLIEST_MICROS || micros > LATEST_MICROS) {
      throw new IllegalArgumentException(
          "expected a time from 1910 to 2201, found " + micros + " us from 1970");
    }
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  public RelativePoint point() {
    return new RelativePoint(real(), real());
  }

  public RelativeBox box() {
    return new RelativeBox(real(), real(), real(), real());
  }

  public <V> List<V> list(Function<StateReader, V> item) {
    int count = count();
    List<V> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(item.apply(this));
    }
    return values;
  }

  public <V> Map<String, V> map(Function<StateReader, V> item) {
    int count = count();
    Map<String, V> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = text();
      values.put(name, item.apply(this));
    }
    return values;
  }

  public <V> @Nullable V maybe(Function<StateReader, V> item) {
    return flag() ? item.apply(this) : null;
  }

  /** The constant of an enum whose name was written. */
  public <E extends Enum<E>> E constant(Class<E> type) {
    String name = text();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no " + type.getSimpleName() + " is " + name);
  }
}
