package io.vedette.inference;

import io.vedette.inference.ModelSpec.Kind;
import io.vedette.onnx.ClassConfidences;
import io.vedette.onnx.ClassNames;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.OnnxParts;
import io.vedette.onnx.Proto;
import io.vedette.runtime.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An ONNX file looked into before a session is made of it: its declared inputs, outputs and
 * metadata; and, for models that take floats, the same model taking bytes. Field numbers are those
 * of onnx.proto (ONNX IR version 10).
 */
final class OnnxFile {
  /** The input of a model made to take bytes. */
  static final String BYTES_INPUT = "vedette_images";

  /** The output of a model made to give float32. */
  static final String FLOATS_OUTPUT = "vedette_output";

  private static final int CHANNELS = 3;
  private static final long INT8 = ElementType.INT8.code();
  private static final String ACCEPTED =
      "accepted: one input of float32 or float16 [batch,3,height,width] or uint8"
          + " [batch,height,width,3], and a first output of float32 or float16"
          + " [batch,rows,5+classes]";

  private final String name;
  private final Proto model;
  private final Proto graph;

  private OnnxFile(String name, Proto model) {
    this.name = name;
    this.model = model;
    this.graph = model.message(OnnxFields.MODEL_GRAPH);
  }

  /**
   * Looks into a file.
   *
   * @throws Failure of action STOP when it is no ONNX
   */
  static OnnxFile read(String name, byte[] bytes) {
    try {
      OnnxFile file = new OnnxFile(name, Proto.read(ByteBuffer.wrap(bytes)));
      if (file.graph.messages(OnnxFields.GRAPH_NODE).findAny().isEmpty()) {
        throw new IllegalArgumentException("it has no graph");
      }
      return file;
    } catch (IllegalArgumentException e) {
      throw Failure.stop(
          "model %s is no ONNX file (%s); give an ONNX of a YOLOv5 detector"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /**
   * What the model takes and gives.
   *
   * @throws Failure of action STOP when a worker cannot use it
   */
  ModelSpec spec() {
    Set<String> weights =
        graph
            .messages(OnnxFields.GRAPH_INITIALIZER)
            .map(tensor -> tensor.text(OnnxFields.TENSOR_NAME))
            .collect(Collectors.toSet());
    List<Proto> inputs =
        graph
            .messages(OnnxFields.GRAPH_INPUT)
            .filter(value -> !weights.contains(value.text(OnnxFields.VALUE_NAME)))
            .toList();
    List<Proto> outputs = graph.messages(OnnxFields.GRAPH_OUTPUT).toList();
    if (inputs.size() != 1 || outputs.isEmpty()) {
      throw refused(inputs.size() + " inputs and " + outputs.size() + " outputs");
    }
    Proto input = inputs.get(0);
    Proto output = outputs.get(0);
    List<Integer> shape = shape(input);
    Kind kind = kind(input, shape);
    ElementType outputType = element(output);
    if (outputType != ElementType.FLOAT && outputType != ElementType.FLOAT16) {
      throw refused("output " + describe(output));
    }
    int rows = kind == Kind.BYTES ? 1 : 2;
    return new ModelSpec(
        input.text(OnnxFields.VALUE_NAME),
        kind,
        shape.get(0),
        shape.get(rows),
        shape.get(rows + 1),
        output.text(OnnxFields.VALUE_NAME),
        outputType == ElementType.FLOAT16,
        names(),
        confidences(),
        stride());
  }

  /**
   * Whether ONNX Runtime can make the int8 kernels unsigned, which keeps their sums from
   * overflowing on x86 CPUs without VNNI. It ends the process over kernels without a zero point.
   */
  boolean hasExactKernels() {
    return metadata().getOrDefault("vedette.numbers", "").startsWith("int8")
        && hasZeroPoints(
            graph
                .messages(OnnxFields.GRAPH_INITIALIZER)
                .filter(tensor -> tensor.number(OnnxFields.TENSOR_TYPE).orElse(0L) == INT8)
                .map(tensor -> tensor.text(OnnxFields.TENSOR_NAME))
                .collect(Collectors.toSet()));
  }

  private boolean hasZeroPoints(Set<String> kernels) {
    return graph
        .messages(OnnxFields.GRAPH_NODE)
        .map(node -> node.texts(OnnxFields.NODE_INPUT).toList())
        .noneMatch(inputs -> inputs.size() == 2 && kernels.contains(inputs.get(0)));
  }

  /** A value of the file's metadata. */
  Map<String, String> metadata() {
    return model
        .messages(OnnxFields.MODEL_METADATA)
        .collect(
            Collectors.toMap(
                entry -> entry.text(1), entry -> entry.text(2), (first, last) -> last));
  }

  /**
   * The model with the way from bytes to its input, and from its output to float32, in the graph:
   * ONNX Runtime does that faster than anyone outside.
   */
  byte[] takingBytes(ModelSpec spec) {
    Proto first = new Proto();
    Proto rest = graph.without(OnnxFields.GRAPH_INPUT);
    graph
        .messages(OnnxFields.GRAPH_INPUT)
        .filter(
            value ->
                spec.kind() == Kind.BYTES
                    || !value.text(OnnxFields.VALUE_NAME).equals(spec.input()))
        .forEach(value -> rest.add(OnnxFields.GRAPH_INPUT, value));
    if (spec.kind() != Kind.BYTES) {
      inputNodes(spec).forEach(node -> first.add(OnnxFields.GRAPH_NODE, node));
      rest.add(OnnxFields.GRAPH_INPUT, bytesInput(spec))
          .add(OnnxFields.GRAPH_INITIALIZER, scale(spec.kind()));
    }
    if (spec.isHalf()) {
      rest.add(
          OnnxFields.GRAPH_NODE,
          OnnxParts.node(
              "Cast",
              List.of(spec.output()),
              List.of(FLOATS_OUTPUT),
              OnnxParts.integer("to", ElementType.FLOAT.code())));
      rest.add(
          OnnxFields.GRAPH_OUTPUT, OnnxParts.value(FLOATS_OUTPUT, ElementType.FLOAT, List.of()));
    }
    return model
        .without(OnnxFields.MODEL_GRAPH)
        .add(OnnxFields.MODEL_GRAPH, rest.after(first))
        .toBytes();
  }

  private static List<Proto> inputNodes(ModelSpec spec) {
    return List.of(
        OnnxParts.node(
            "Transpose",
            List.of(BYTES_INPUT),
            List.of("vedette_chw"),
            OnnxParts.integers("perm", 0, 3, 1, 2)),
        OnnxParts.node(
            "Cast",
            List.of("vedette_chw"),
            List.of("vedette_cast"),
            OnnxParts.integer("to", floating(spec.kind()).code())),
        OnnxParts.node("Mul", List.of("vedette_cast", "vedette_scale"), List.of(spec.input())));
  }

  private static Proto bytesInput(ModelSpec spec) {
    List<String> shape =
        List.of(
            dimension("batch", spec.batch()),
            dimension("height", spec.height()),
            dimension("width", spec.width()),
            Integer.toString(CHANNELS));
    return OnnxParts.value(BYTES_INPUT, ElementType.UINT8, shape);
  }

  private static String dimension(String name, int size) {
    return size == 0 ? "vedette_" + name : Integer.toString(size);
  }

  private static Proto scale(Kind kind) {
    float[] scale = {1f / 255};
    return kind == Kind.HALVES
        ? OnnxParts.halfs("vedette_scale", new int[0], scale)
        : OnnxParts.floats("vedette_scale", new int[0], scale);
  }

  private static ElementType floating(Kind kind) {
    return kind == Kind.HALVES ? ElementType.FLOAT16 : ElementType.FLOAT;
  }

  private Kind kind(Proto input, List<Integer> shape) {
    boolean isPicture = shape.size() == 4;
    Kind found =
        switch (element(input)) {
          case UINT8 -> Kind.BYTES;
          case FLOAT -> Kind.FLOATS;
          case FLOAT16 -> Kind.HALVES;
          case INT8, INT32, INT64, OTHER -> throw refused("input " + describe(input));
        };
    int channels = found == Kind.BYTES ? 3 : 1;
    if (!isPicture || shape.get(channels) != CHANNELS) {
      throw refused("input " + describe(input));
    }
    return found;
  }

  private List<String> names() {
    String literal = metadata().get("names");
    if (literal == null) {
      return List.of();
    }
    try {
      return ClassNames.parse(literal);
    } catch (IllegalArgumentException e) {
      throw Failure.stop(
          "model %s: metadata names cannot be read: %s".formatted(name, e.getMessage()), e);
    }
  }

  private List<Double> confidences() {
    String text = metadata().getOrDefault(ClassConfidences.KEY, "");
    try {
      return text.isEmpty() ? List.of() : ClassConfidences.parse(text, names().size());
    } catch (IllegalArgumentException e) {
      throw Failure.stop(
          "model %s: metadata %s: %s".formatted(name, ClassConfidences.KEY, e.getMessage()), e);
    }
  }

  private int stride() {
    String text = metadata().getOrDefault("stride", "32");
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw Failure.stop(
          "model %s: metadata stride: expected a number, found %s".formatted(name, text), e);
    }
  }

  private static ElementType element(Proto value) {
    return ElementType.of(
        value
            .message(OnnxFields.VALUE_TYPE)
            .message(OnnxFields.TYPE_TENSOR)
            .number(OnnxFields.TYPE_ELEMENT)
            .orElse(0L));
  }

  /** Sizes by dimension; 0 where it is symbolic. */
  private static List<Integer> shape(Proto value) {
    List<Integer> sizes = new ArrayList<>();
    value
        .message(OnnxFields.VALUE_TYPE)
        .message(OnnxFields.TYPE_TENSOR)
        .message(OnnxFields.TYPE_SHAPE)
        .messages(OnnxFields.SHAPE_DIMENSION)
        .forEach(
            dimension ->
                sizes.add(dimension.number(OnnxFields.DIMENSION_VALUE).orElse(0L).intValue()));
    return sizes;
  }

  private static String describe(Proto value) {
    return "\"%s\" of %s %s"
        .formatted(value.text(OnnxFields.VALUE_NAME), element(value).wireName(), shape(value));
  }

  private Failure refused(String found) {
    return Failure.stop("model %s cannot be used: found %s; %s".formatted(name, found, ACCEPTED));
  }
}
