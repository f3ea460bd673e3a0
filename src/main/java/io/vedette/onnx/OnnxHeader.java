package io.vedette.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The declarations of an ONNX file, apart from its operations. Immutable.
 *
 * @param producer that wrote it; empty when it does not say
 * @param operators version of the operators used; 0 when it does not say
 * @param inputs as {@code images float32 [batch, 3, 640, 640]}
 * @param outputs likewise
 * @param metadata texts by name, in its order
 */
public record OnnxHeader(
    String producer,
    long operators,
    List<String> inputs,
    List<String> outputs,
    Map<String, String> metadata) {
  public OnnxHeader {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Out of a whole file.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static OnnxHeader of(Proto model) {
    Proto graph = model.message(OnnxFields.MODEL_GRAPH);
    if (graph.messages(OnnxFields.GRAPH_NODE).findAny().isEmpty()) {
      throw new IllegalArgumentException("it has no graph");
    }
    Set<String> constants =
        graph
            .messages(OnnxFields.GRAPH_INITIALIZER)
            .map(tensor -> tensor.text(OnnxFields.TENSOR_NAME))
            .collect(Collectors.toSet());
    Map<String, String> metadata = new LinkedHashMap<>();
    model
        .messages(OnnxFields.MODEL_METADATA)
        .forEach(
            entry ->
                metadata.put(entry.text(OnnxFields.ENTRY_KEY), entry.text(OnnxFields.ENTRY_VALUE)));
    return new OnnxHeader(
        model.text(OnnxFields.MODEL_PRODUCER),
        operators(model),
        graph
            .messages(OnnxFields.GRAPH_INPUT)
            .filter(value -> !constants.contains(value.text(OnnxFields.VALUE_NAME)))
            .map(OnnxHeader::described)
            .toList(),
        graph.messages(OnnxFields.GRAPH_OUTPUT).map(OnnxHeader::described).toList(),
        metadata);
  }

  /** The version of ONNX's own operators, whose domain is empty. */
  private static long operators(Proto model) {
    return model
        .messages(OnnxFields.MODEL_OPERATORS)
        .filter(set -> set.text(OnnxFields.OPERATORS_DOMAIN).isEmpty())
        .findFirst()
        .flatMap(set -> set.number(OnnxFields.OPERATORS_VERSION))
        .orElse(0L);
  }

  private static String described(Proto value) {
    Proto tensor = value.message(OnnxFields.VALUE_TYPE).message(OnnxFields.TYPE_TENSOR);
    ElementType element = ElementType.of(tensor.number(OnnxFields.TYPE_ELEMENT).orElse(0L));
    String shape =
        tensor
            .message(OnnxFields.TYPE_SHAPE)
            .messages(OnnxFields.SHAPE_DIMENSION)
            .map(OnnxHeader::dimension)
            .collect(Collectors.joining(", ", "[", "]"));
    return value.text(OnnxFields.VALUE_NAME) + " " + element.wireName() + " " + shape;
  }

  private static String dimension(Proto dimension) {
    return dimension
        .number(OnnxFields.DIMENSION_VALUE)
        .map(String::valueOf)
        .orElseGet(() -> dimension.text(OnnxFields.DIMENSION_NAME));
  }
}
