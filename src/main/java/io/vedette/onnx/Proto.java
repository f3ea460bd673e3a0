package io.vedette.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A protocol buffers message as its fields, in order: enough to look into an ONNX file and to add
 * to it, without generated code (wire format: protobuf.dev/programming-guides/encoding).
 */
public final class Proto {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /**
   * One field as it stands.
   *
   * @param number the field's number
   * @param type the wire type
   * @param value a varint's value
   * @param bytes the bytes of any other type, as a view
   */
  private record Field(int number, int type, long value, ByteBuffer bytes) {}

  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final List<Field> fields = new ArrayList<>();

  /**
   * Reads the fields of a message.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Proto read(ByteBuffer message) {
    Proto proto = new Proto();
    ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (in.hasRemaining()) {
        int key = (int) varint(in);
        proto.fields.add(field(key >>> 3, key & 7, in));
      }
    } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
      throw new IllegalArgumentException("cut short", e);
    }
    return proto;
  }

  /** The messages of a repeated field. */
  public Stream<Proto> messages(int number) {
    return bytes(number).map(Proto::read);
  }

  /** The message of a field, empty if it is not there. */
  public Proto message(int number) {
    return bytes(number).reduce((first, last) -> last).map(Proto::read).orElseGet(Proto::new);
  }

  public Stream<String> texts(int number) {
    return bytes(number).map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
  }

  public String text(int number) {
    return texts(number).findFirst().orElse("");
  }

  public Optional<Long> number(int number) {
    return fields.stream()
        .filter(field -> field.number == number && field.type == VARINT)
        .map(Field::value)
        .findFirst();
  }

  /** The numbers of a repeated field, packed or not. */
  public LongStream numbers(int number) {
    return fields.stream()
        .filter(field -> field.number == number)
        .flatMapToLong(
            field -> field.type == VARINT ? LongStream.of(field.value) : unpacked(field.bytes));
  }

  public Proto add(int number, long value) {
    fields.add(new Field(number, VARINT, value, NONE));
    return this;
  }

  public Proto add(int number, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fields.add(new Field(number, FIXED32, 0, bytes.putFloat(value).flip()));
    return this;
  }

  public Proto add(int number, String text) {
    return add(number, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  public Proto add(int number, Proto message) {
    return add(number, ByteBuffer.wrap(message.toBytes()));
  }

  public Proto add(int number, ByteBuffer bytes) {
    fields.add(new Field(number, BYTES, 0, bytes));
    return this;
  }

  /** These fields after those of another. */
  public Proto after(Proto other) {
    fields.addAll(0, other.fields);
    return this;
  }

  /** The message without a field. */
  public Proto without(int number) {
    Proto rest = new Proto();
    fields.stream().filter(field -> field.number != number).forEach(rest.fields::add);
    return rest;
  }

  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : fields) {
      put(out, (long) field.number << 3 | field.type);
      if (field.type == VARINT) {
        put(out, field.value);
      } else {
        if (field.type == BYTES) {
          put(out, field.bytes.remaining());
        }
        byte[] bytes = new byte[field.bytes.remaining()];
        field.bytes.duplicate().get(bytes);
        out.writeBytes(bytes);
      }
    }
    return out.toByteArray();
  }

  /** The bytes of a repeated field; views, nothing is copied. */
  public Stream<ByteBuffer> bytes(int number) {
    return fields.stream()
        .filter(field -> field.number == number && field.type == BYTES)
        .map(Field::bytes);
  }

  private static LongStream unpacked(ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate();
    LongStream.Builder values = LongStream.builder();
    while (in.hasRemaining()) {
      values.add(varint(in));
    }
    return values.build();
  }

  private static Field field(int number, int type, ByteBuffer in) {
    return switch (type) {
      case VARINT -> new Field(number, type, varint(in), NONE);
      case FIXED64 -> new Field(number, type, 0, slice(in, Long.BYTES));
      case FIXED32 -> new Field(number, type, 0, slice(in, Integer.BYTES));
      case BYTES -> new Field(number, type, 0, slice(in, varint(in)));
      default -> throw new IllegalArgumentException("not protobuf: wire type " + type);
    };
  }

  private static ByteBuffer slice(ByteBuffer in, long length) {
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("cut short");
    }
    ByteBuffer slice = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return slice;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("number without end");
  }

  private static void put(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
