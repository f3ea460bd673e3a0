package io.vedette.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The small messages that ONNX files are made of. */
public final class OnnxParts {
  private static final int FLOAT = 1;
  private static final int INTEGER = 2;
  private static final int TEXT = 3;
  private static final int INTEGERS = 7;

  private OnnxParts() {}

  /** One operation; an empty name among the inputs leaves that one out. */
  public static Proto node(
      String operator, List<String> inputs, List<String> outputs, Proto... attributes) {
    Proto node = new Proto();
    inputs.forEach(input -> node.add(OnnxFields.NODE_INPUT, input));
    outputs.forEach(output -> node.add(OnnxFields.NODE_OUTPUT, output));
    node.add(OnnxFields.NODE_NAME, outputs.get(0)).add(OnnxFields.NODE_OPERATOR, operator);
    for (Proto attribute : attributes) {
      node.add(OnnxFields.NODE_ATTRIBUTE, attribute);
    }
    return node;
  }

  public static Proto integer(String name, long value) {
    return attribute(name, INTEGER).add(OnnxFields.ATTRIBUTE_INTEGER, value);
  }

  public static Proto integers(String name, long... values) {
    Proto attribute = attribute(name, INTEGERS);
    for (long value : values) {
      attribute.add(OnnxFields.ATTRIBUTE_INTEGERS, value);
    }
    return attribute;
  }

  public static Proto number(String name, float value) {
    return attribute(name, FLOAT).add(OnnxFields.ATTRIBUTE_FLOAT, value);
  }

  public static Proto text(String name, String value) {
    return attribute(name, TEXT).add(OnnxFields.ATTRIBUTE_TEXT, value);
  }

  /** An input or output; a dimension that is no number is a name for any size. */
  public static Proto value(String name, ElementType type, List<String> dimensions) {
    Proto tensor = new Proto().add(OnnxFields.TYPE_ELEMENT, type.code());
    if (!dimensions.isEmpty()) {
      Proto shape = new Proto();
      dimensions.forEach(dimension -> shape.add(OnnxFields.SHAPE_DIMENSION, dimension(dimension)));
      tensor.add(OnnxFields.TYPE_SHAPE, shape);
    }
    return new Proto()
        .add(OnnxFields.VALUE_NAME, name)
        .add(OnnxFields.VALUE_TYPE, new Proto().add(OnnxFields.TYPE_TENSOR, tensor));
  }

  private static Proto dimension(String text) {
    return Character.isDigit(text.charAt(0))
        ? new Proto().add(OnnxFields.DIMENSION_VALUE, Long.parseLong(text))
        : new Proto().add(OnnxFields.DIMENSION_NAME, text);
  }

  /** A tensor of float32. */
  public static Proto floats(String name, int[] shape, float[] values) {
    ByteBuffer raw = room(values.length * Float.BYTES);
    raw.asFloatBuffer().put(values);
    return tensor(name, ElementType.FLOAT, shape, raw);
  }

  /** A tensor of float16, rounded to the nearest. */
  public static Proto halfs(String name, int[] shape, float[] values) {
    ByteBuffer raw = room(values.length * Short.BYTES);
    for (float value : values) {
      raw.putShort(Half.of(value));
    }
    return tensor(name, ElementType.FLOAT16, shape, raw.flip());
  }

  /** A tensor of int64. */
  public static Proto longs(String name, int[] shape, long... values) {
    ByteBuffer raw = room(values.length * Long.BYTES);
    raw.asLongBuffer().put(values);
    return tensor(name, ElementType.INT64, shape, raw);
  }

  /** A tensor of int32. */
  public static Proto ints(String name, int[] shape, int... values) {
    ByteBuffer raw = room(values.length * Integer.BYTES);
    raw.asIntBuffer().put(values);
    return tensor(name, ElementType.INT32, shape, raw);
  }

  /** A tensor of bytes, signed or not. */
  public static Proto bytes(String name, ElementType type, int[] shape, byte... values) {
    return tensor(name, type, shape, ByteBuffer.wrap(values));
  }

  private static Proto tensor(String name, ElementType type, int[] shape, ByteBuffer raw) {
    Proto tensor = new Proto();
    for (int size : shape) {
      tensor.add(OnnxFields.TENSOR_DIMENSION, size);
    }
    return tensor
        .add(OnnxFields.TENSOR_TYPE, type.code())
        .add(OnnxFields.TENSOR_NAME, name)
        .add(OnnxFields.TENSOR_RAW, raw);
  }

  private static Proto attribute(String name, int type) {
    return new Proto().add(OnnxFields.ATTRIBUTE_NAME, name).add(OnnxFields.ATTRIBUTE_TYPE, type);
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
