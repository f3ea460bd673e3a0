package io.vedette.inference;

import io.vedette.inference.ModelSpec.Kind;
import io.vedette.runtime.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_METADATA = 14;
  private static final int GRAPH_NODE = 1;
  private static final int GRAPH_INITIALIZER = 5;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;
  private static final int TENSOR_NAME = 8;
  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int TENSOR_ELEMENT = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int SHAPE_DIMENSION = 1;
  private static final int DIMENSION_VALUE = 1;
  private static final int DIMENSION_NAME = 2;
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int FLOAT16 = 10;
  private static final int CHANNELS = 3;
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
    this.graph = model.message(MODEL_GRAPH);
  }

  /**
   * Looks into a file.
   *
   * @throws Failure of action STOP when it is no ONNX
   */
  static OnnxFile read(String name, byte[] bytes) {
    try {
      OnnxFile file = new OnnxFile(name, Proto.read(ByteBuffer.wrap(bytes)));
      if (file.graph.messages(GRAPH_NODE).findAny().isEmpty()) {
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
            .messages(GRAPH_INITIALIZER)
            .map(tensor -> tensor.text(TENSOR_NAME))
            .collect(Collectors.toSet());
    List<Proto> inputs =
        graph
            .messages(GRAPH_INPUT)
            .filter(value -> !weights.contains(value.text(VALUE_NAME)))
            .toList();
    List<Proto> outputs = graph.messages(GRAPH_OUTPUT).toList();
    if (inputs.size() != 1 || outputs.isEmpty()) {
      throw refused(inputs.size() + " inputs and " + outputs.size() + " outputs");
    }
    Proto input = inputs.get(0);
    Proto output = outputs.get(0);
    List<Integer> shape = shape(input);
    Kind kind = kind(input, shape);
    int outputType = element(output);
    if (outputType != FLOAT && outputType != FLOAT16) {
      throw refused("output " + describe(output));
    }
    int rows = kind == Kind.BYTES ? 1 : 2;
    return new ModelSpec(
        input.text(VALUE_NAME),
        kind,
        shape.get(0),
        shape.get(rows),
        shape.get(rows + 1),
        output.text(VALUE_NAME),
        outputType == FLOAT16,
        names(),
        stride());
  }

  /** A value of the file's metadata. */
  Map<String, String> metadata() {
    return model
        .messages(MODEL_METADATA)
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
    Proto rest = graph.without(GRAPH_INPUT);
    graph
        .messages(GRAPH_INPUT)
        .filter(value -> spec.kind() == Kind.BYTES || !value.text(VALUE_NAME).equals(spec.input()))
        .forEach(value -> rest.add(GRAPH_INPUT, value));
    if (spec.kind() != Kind.BYTES) {
      inputNodes(spec).forEach(node -> first.add(GRAPH_NODE, node));
      rest.add(GRAPH_INPUT, bytesInput(spec)).add(GRAPH_INITIALIZER, scale(spec.kind()));
    }
    if (spec.isHalf()) {
      rest.add(GRAPH_NODE, node("Cast", spec.output(), FLOATS_OUTPUT, integer("to", FLOAT)));
      rest.add(GRAPH_OUTPUT, value(FLOATS_OUTPUT, FLOAT, List.of()));
    }
    return model.without(MODEL_GRAPH).add(MODEL_GRAPH, rest.after(first)).toBytes();
  }

  private List<Proto> inputNodes(ModelSpec spec) {
    int type = spec.kind() == Kind.HALVES ? FLOAT16 : FLOAT;
    Proto scaled = node("Mul", "vedette_cast", spec.input());
    Proto inputs = new Proto().add(1, "vedette_cast").add(1, "vedette_scale");
    return List.of(
        node("Transpose", BYTES_INPUT, "vedette_chw", integers("perm", 0, 3, 1, 2)),
        node("Cast", "vedette_chw", "vedette_cast", integer("to", type)),
        scaled.without(1).after(inputs));
  }

  private static Proto bytesInput(ModelSpec spec) {
    List<String> shape =
        List.of(
            dimension("batch", spec.batch()),
            dimension("height", spec.height()),
            dimension("width", spec.width()),
            Integer.toString(CHANNELS));
    return value(BYTES_INPUT, UINT8, shape);
  }

  private static String dimension(String name, int size) {
    return size == 0 ? "vedette_" + name : Integer.toString(size);
  }

  private static Proto scale(Kind kind) {
    ByteBuffer raw = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    if (kind == Kind.HALVES) {
      raw.putShort((short) 0x1C04); // 1/255 as float16
    } else {
      raw.putFloat(1f / 255);
    }
    return new Proto()
        .add(2, kind == Kind.HALVES ? FLOAT16 : FLOAT)
        .add(TENSOR_NAME, "vedette_scale")
        .add(9, raw.flip());
  }

  private static Proto node(String operator, String input, String output, Proto... attributes) {
    Proto node = new Proto().add(1, input).add(2, output).add(4, operator);
    Stream.of(attributes).forEach(attribute -> node.add(5, attribute));
    return node;
  }

  private static Proto integer(String name, long value) {
    return new Proto().add(1, name).add(3, value).add(20, 2);
  }

  private static Proto integers(String name, long... values) {
    Proto attribute = new Proto().add(1, name);
    for (long value : values) {
      attribute.add(8, value);
    }
    return attribute.add(20, 7);
  }

  private static Proto value(String name, int type, List<String> dimensions) {
    Proto tensor = new Proto().add(TENSOR_ELEMENT, type);
    if (!dimensions.isEmpty()) {
      Proto shape = new Proto();
      for (String dimension : dimensions) {
        boolean isNumber = Character.isDigit(dimension.charAt(0));
        shape.add(
            SHAPE_DIMENSION,
            isNumber
                ? new Proto().add(DIMENSION_VALUE, Long.parseLong(dimension))
                : new Proto().add(DIMENSION_NAME, dimension));
      }
      tensor.add(TENSOR_SHAPE, shape);
    }
    return new Proto().add(VALUE_NAME, name).add(VALUE_TYPE, new Proto().add(TYPE_TENSOR, tensor));
  }

  private Kind kind(Proto input, List<Integer> shape) {
    boolean isPicture = shape.size() == 4;
    Kind found =
        switch (element(input)) {
          case UINT8 -> Kind.BYTES;
          case FLOAT -> Kind.FLOATS;
          case FLOAT16 -> Kind.HALVES;
          default -> throw refused("input " + describe(input));
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
      return Names.parse(literal);
    } catch (IllegalArgumentException e) {
      throw Failure.stop(
          "model %s: metadata names cannot be read: %s".formatted(name, e.getMessage()), e);
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

  private static int element(Proto value) {
    return value
        .message(VALUE_TYPE)
        .message(TYPE_TENSOR)
        .number(TENSOR_ELEMENT)
        .orElse(0L)
        .intValue();
  }

  /** Sizes by dimension; 0 where it is symbolic. */
  private static List<Integer> shape(Proto value) {
    List<Integer> sizes = new ArrayList<>();
    value
        .message(VALUE_TYPE)
        .message(TYPE_TENSOR)
        .message(TENSOR_SHAPE)
        .messages(SHAPE_DIMENSION)
        .forEach(dimension -> sizes.add(dimension.number(DIMENSION_VALUE).orElse(0L).intValue()));
    return sizes;
  }

  private static String describe(Proto value) {
    String type =
        switch (element(value)) {
          case FLOAT -> "float32";
          case UINT8 -> "uint8";
          case FLOAT16 -> "float16";
          default -> "element type " + element(value);
        };
    return "\"%s\" of %s %s".formatted(value.text(VALUE_NAME), type, shape(value));
  }

  private Failure refused(String found) {
    return Failure.stop("model %s cannot be used: found %s; %s".formatted(name, found, ACCEPTED));
  }
}
