package io.vedette.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The weighted mean of two ONNX files that differ only in their float32 weights, such as a network
 * before and after further training.
 */
public final class OnnxAverage {
  // Of the first file; the mean is another network.
  private static final Set<String> MEASURED =
      Set.of("vedette.map50", "vedette.map", ClassConfidences.KEY);

  private OnnxAverage() {}

  /**
   * The first file with weights between those of both, without what was measured on it.
   *
   * @param share the share of the second file, from 0 to 1
   * @throws IllegalArgumentException when the files are not of one network, or are none
   */
  public static byte[] of(byte[] first, byte[] second, double share) {
    Proto model = Proto.read(ByteBuffer.wrap(first));
    Proto graph = model.message(OnnxFields.MODEL_GRAPH);
    Map<String, Proto> others = tensors(Proto.read(ByteBuffer.wrap(second)));
    List<Proto> own = graph.messages(OnnxFields.GRAPH_INITIALIZER).toList();
    if (own.isEmpty() || own.size() != others.size()) {
      throw new IllegalArgumentException(
          "expected two files of one network, found %d and %d tensors"
              .formatted(own.size(), others.size()));
    }
    Proto mixed = graph.without(OnnxFields.GRAPH_INITIALIZER);
    own.forEach(tensor -> mixed.add(OnnxFields.GRAPH_INITIALIZER, mean(tensor, others, share)));
    Proto rest =
        model
            .without(OnnxFields.MODEL_GRAPH)
            .without(OnnxFields.MODEL_METADATA)
            .add(OnnxFields.MODEL_GRAPH, mixed);
    model
        .messages(OnnxFields.MODEL_METADATA)
        .filter(entry -> !MEASURED.contains(entry.text(OnnxFields.ENTRY_KEY)))
        .forEach(entry -> rest.add(OnnxFields.MODEL_METADATA, entry));
    return rest.toBytes();
  }

  private static Map<String, Proto> tensors(Proto model) {
    Map<String, Proto> tensors = new LinkedHashMap<>();
    model
        .message(OnnxFields.MODEL_GRAPH)
        .messages(OnnxFields.GRAPH_INITIALIZER)
        .forEach(tensor -> tensors.put(tensor.text(OnnxFields.TENSOR_NAME), tensor));
    return tensors;
  }

  private static Proto mean(Proto tensor, Map<String, Proto> others, double share) {
    String name = tensor.text(OnnxFields.TENSOR_NAME);
    Proto other = others.get(name);
    if (other == null || !shape(tensor).equals(shape(other))) {
      throw new IllegalArgumentException(
          "tensor %s: expected shape %s in both files, found %s in the second"
              .formatted(name, shape(tensor), other == null ? "none" : shape(other)));
    }
    long type = tensor.number(OnnxFields.TENSOR_TYPE).orElse(0L);
    ByteBuffer raw = raw(tensor);
    ByteBuffer otherRaw = raw(other);
    boolean isEqual = raw.equals(otherRaw);
    if (type != ElementType.FLOAT.code() || isEqual) {
      return same(tensor, name, isEqual);
    }
    ByteBuffer mean = ByteBuffer.allocate(raw.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    while (raw.hasRemaining()) {
      mean.putFloat((float) ((1 - share) * raw.getFloat() + share * otherRaw.getFloat()));
    }
    return tensor.without(OnnxFields.TENSOR_RAW).add(OnnxFields.TENSOR_RAW, mean.flip());
  }

  private static Proto same(Proto tensor, String name, boolean isEqual) {
    if (!isEqual) {
      throw new IllegalArgumentException(
          "tensor %s: expected float32, or the same in both files; average the fp32 files"
              .formatted(name));
    }
    return tensor;
  }

  private static List<Long> shape(Proto tensor) {
    return tensor.numbers(OnnxFields.TENSOR_DIMENSION).boxed().toList();
  }

  private static ByteBuffer raw(Proto tensor) {
    return tensor
        .bytes(OnnxFields.TENSOR_RAW)
        .findFirst()
        .map(bytes -> bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN))
        .orElseGet(() -> ByteBuffer.allocate(0));
  }
}
