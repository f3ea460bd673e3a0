package io.vedette.state;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a state as bytes: a version, then every number without rounding, so that equal
 * states are equal bytes. Confined to one state.
 */
public final class StateWriter {
  static final long NEVER = Long.MIN_VALUE;

  private ByteBuffer buffer;

  /**
   * @param version the version of the format that follows, 0–127
   */
  public StateWriter(int version, int expectedBytes) {
    buffer = ByteBuffer.allocate(Math.max(16, expectedBytes));
    tiny(version);
  }

  /** A number of −128 to 127. */
  public StateWriter tiny(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  public StateWriter count(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  public StateWriter number(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** A number; throws {@link IllegalArgumentException} for one that is none, or infinite. */
  public StateWriter real(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("expected a number to be kept, found " + value);
    }
    room(Double.BYTES).putDouble(value);
    return this;
  }

  public StateWriter flag(boolean value) {
    return tiny(value ? 1 : 0);
  }

  public StateWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public StateWriter bytes(byte[] value) {
    count(value.length);
    room(value.length).put(value);
    return this;
  }

  /** A time to the microsecond, or none. */
  public StateWriter time(@Nullable Instant value) {
    return number(value == null ? NEVER : ChronoUnit.MICROS.between(Instant.EPOCH, value));
  }

  public StateWriter point(RelativePoint value) {
    return real(value.x()).real(value.y());
  }

  public StateWriter box(RelativeBox value) {
    return real(value.x()).real(value.y()).real(value.w()).real(value.h());
  }

  /** Items in their order. */
  public <V> StateWriter list(Collection<V> values, BiConsumer<StateWriter, V> item) {
    count(values.size());
    values.forEach(value -> item.accept(this, value));
    return this;
  }

  /** Entries in their order. */
  public <V> StateWriter map(Map<String, V> values, BiConsumer<StateWriter, V> item) {
    count(values.size());
    values.forEach(
        (name, value) -> {
          text(name);
          item.accept(this, value);
        });
    return this;
  }

  /** A value that may be missing. */
  public <V> StateWriter maybe(@Nullable V value, BiConsumer<StateWriter, V> item) {
    flag(value != null);
    if (value != null) {
      item.accept(this, value);
    }
    return this;
  }

  /** All that was written. */
  public byte[] bytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
      buffer = ByteBuffer.allocate(size).put(buffer.flip());
    }
    return buffer;
  }
}
