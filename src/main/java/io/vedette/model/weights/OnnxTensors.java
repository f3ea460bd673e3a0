package io.vedette.model.weights;

import io.vedette.onnx.ElementType;
import io.vedette.onnx.Half;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.Proto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The constants of an ONNX graph by name, in float32 whatever they are stored in: halves, or bytes
 * that the graph makes floats of.
 */
final class OnnxTensors {
  private static final String DEQUANTIZE = "DequantizeLinear";

  private final Map<String, Proto> tensors = new HashMap<>();

  /**
   * By result: the names of levels, scales and, if there are any, of the levels that stand for 0.
   */
  private final Map<String, List<String>> dequantised = new HashMap<>();

  OnnxTensors(Proto graph) {
    graph
        .messages(OnnxFields.GRAPH_INITIALIZER)
        .forEach(tensor -> tensors.put(tensor.text(OnnxFields.TENSOR_NAME), tensor));
    graph
        .messages(OnnxFields.GRAPH_NODE)
        .filter(node -> node.text(OnnxFields.NODE_OPERATOR).equals(DEQUANTIZE))
        .forEach(
            node ->
                dequantised.put(
                    node.text(OnnxFields.NODE_OUTPUT), node.texts(OnnxFields.NODE_INPUT).toList()));
  }

  /** The dimensions of a constant; a single 0 when there is none. */
  long[] shape(String name) {
    @Nullable List<String> parts = dequantised.get(name);
    @Nullable Proto tensor = tensors.get(parts == null ? name : parts.get(0));
    return tensor == null ? new long[] {0} : tensor.numbers(OnnxFields.TENSOR_DIMENSION).toArray();
  }

  /**
   * A constant's numbers.
   *
   * @throws IllegalArgumentException when they are not there or of a type that is not read
   */
  float[] floats(String name) {
    @Nullable List<String> parts = dequantised.get(name);
    if (parts == null) {
      return stored(name);
    }
    float[] values = stored(parts.get(0));
    float[] scales = stored(parts.get(1));
    float[] zeros = parts.size() > 2 ? stored(parts.get(2)) : new float[scales.length];
    int size = values.length / scales.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - zeros[i / size]) * scales[i / size];
    }
    return values;
  }

  private float[] stored(String name) {
    @Nullable Proto tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no constant " + name);
    }
    ElementType type = ElementType.of(tensor.number(OnnxFields.TENSOR_TYPE).orElse(0L));
    ByteBuffer bytes =
        tensor
            .bytes(OnnxFields.TENSOR_RAW)
            .findFirst()
            .or(() -> tensor.bytes(OnnxFields.TENSOR_FLOATS).findFirst())
            .orElseThrow(() -> new IllegalArgumentException(name + " has no numbers"))
            .duplicate()
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / width(type, name)];
    for (int i = 0; i < values.length; i++) {
      values[i] = next(bytes, type);
    }
    return values;
  }

  private static int width(ElementType type, String name) {
    return switch (type) {
      case FLOAT, INT32 -> Integer.BYTES;
      case FLOAT16 -> Short.BYTES;
      case INT8, UINT8 -> 1;
      case INT64, DOUBLE, OTHER ->
          throw new IllegalArgumentException(
              name + ": expected float32, float16 or integers, found " + type.wireName());
    };
  }

  private static float next(ByteBuffer bytes, ElementType type) {
    return switch (type) {
      case FLOAT -> bytes.getFloat();
      case FLOAT16 -> Half.toFloat(bytes.getShort());
      case INT8 -> bytes.get();
      case UINT8 -> bytes.get() & 0xFF;
      case INT32, INT64, DOUBLE, OTHER -> bytes.getInt();
    };
  }
}
