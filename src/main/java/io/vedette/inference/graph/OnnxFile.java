package io.vedette.inference.graph;

import io.vedette.geometry.Size;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.spec.ModelSpec;
import io.vedette.onnx.ClassConfidences;
import io.vedette.onnx.ClassNames;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.OnnxParts;
import io.vedette.onnx.Proto;
import io.vedette.runtime.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file, inspected before a session is created from it: its declared inputs, outputs and
 * metadata. Field numbers are those of onnx.proto (ONNX IR version 10). Immutable.
 */
public final class OnnxFile {
  private static final int CHANNELS = 3;
  private static final Set<ElementType> PIXELS =
      Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.UINT8);
  private static final Set<ElementType> GIVEN =
      Set.of(ElementType.INT64, ElementType.INT32, ElementType.FLOAT);
  private static final int STEPS_BACK = 6;
  private static final int MOST_PIXELS = 1 << 14;
  private static final long INT8 = ElementType.INT8.code();
  private static final String SUPPRESSION = "EfficientNMS";
  private static final String CUT = "vedette_cut_";
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,5}");
  private static final String ACCEPTED =
      "accepted: one input of pictures, float32, float16 or uint8, [batch,3,height,width] or"
          + " [batch,height,width,3]";

  private final String name;
  private final Proto model;
  private final Proto graph;
  private final Map<String, Long> cutOff;

  private OnnxFile(String name, Proto model) {
    this.name = name;
    this.model = model;
    Proto whole = model.message(OnnxFields.MODEL_GRAPH);
    Optional<Proto> suppression =
        whole
            .messages(OnnxFields.GRAPH_NODE)
            .filter(node -> node.text(OnnxFields.NODE_OPERATOR).startsWith(SUPPRESSION))
            .filter(node -> node.texts(OnnxFields.NODE_INPUT).count() >= 2)
            .findFirst();
    this.graph = suppression.map(node -> cut(whole, node)).orElse(whole);
    this.cutOff = suppression.map(OnnxFile::attributes).orElse(Map.of());
  }

  /**
   * Looks into a file.
   *
   * @throws Failure of action STOP when it is no ONNX
   */
  public static OnnxFile read(String name, byte[] bytes) {
    try {
      OnnxFile file = new OnnxFile(name, Proto.read(ByteBuffer.wrap(bytes)));
      if (file.graph.messages(OnnxFields.GRAPH_NODE).findAny().isEmpty()) {
        throw new IllegalArgumentException("it has no graph");
      }
      file.spec();
      file.outputs();
      return file;
    } catch (IllegalArgumentException e) {
      throw Failure.stop(
          "model %s is no ONNX file (%s); give an ONNX of a detector"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /** The graph before a node that only TensorRT knows, with that node's operands as results. */
  private static Proto cut(Proto whole, Proto suppression) {
    Proto rest = whole.without(OnnxFields.GRAPH_OUTPUT).without(OnnxFields.GRAPH_NODE);
    whole
        .messages(OnnxFields.GRAPH_NODE)
        .filter(node -> !node.text(OnnxFields.NODE_OPERATOR).startsWith(SUPPRESSION))
        .forEach(node -> rest.add(OnnxFields.GRAPH_NODE, node));
    List<String> operands = suppression.texts(OnnxFields.NODE_INPUT).limit(2).toList();
    for (int i = 0; i < operands.size(); i++) {
      // Its operands may be halves; what is cast is float32 in any case.
      rest.add(
          OnnxFields.GRAPH_NODE,
          OnnxParts.node(
              "Cast",
              List.of(operands.get(i)),
              List.of(CUT + i),
              OnnxParts.integer("to", ElementType.FLOAT.code())));
      rest.add(OnnxFields.GRAPH_OUTPUT, OnnxParts.value(CUT + i, ElementType.FLOAT, List.of()));
    }
    return rest;
  }

  private static Map<String, Long> attributes(Proto node) {
    Map<String, Long> attributes = new HashMap<>();
    node.messages(OnnxFields.NODE_ATTRIBUTE)
        .forEach(
            one ->
                attributes.put(
                    one.text(OnnxFields.ATTRIBUTE_NAME),
                    one.number(OnnxFields.ATTRIBUTE_INTEGER).orElse(0L)));
    attributes.putIfAbsent("box_coding", 0L);
    return Map.copyOf(attributes);
  }

  public String name() {
    return name;
  }

  /** The whole message. */
  Proto model() {
    return model;
  }

  /** The graph, without a node for suppression that only TensorRT knows. */
  Proto graph() {
    return graph;
  }

  /** The attributes of the suppression node that was cut off; empty if there was none. */
  public Map<String, Long> cutOff() {
    return cutOff;
  }

  /** Version of ONNX's own operators; 0 when the file does not say. */
  long operators() {
    return model
        .messages(OnnxFields.MODEL_OPERATORS)
        .filter(set -> set.text(OnnxFields.OPERATORS_DOMAIN).isEmpty())
        .findFirst()
        .flatMap(set -> set.number(OnnxFields.OPERATORS_VERSION))
        .orElse(0L);
  }

  /** Inputs that are not weights. */
  private List<Value> inputs() {
    Set<String> weights =
        graph
            .messages(OnnxFields.GRAPH_INITIALIZER)
            .map(tensor -> tensor.text(OnnxFields.TENSOR_NAME))
            .collect(Collectors.toSet());
    return graph
        .messages(OnnxFields.GRAPH_INPUT)
        .filter(value -> !weights.contains(value.text(OnnxFields.VALUE_NAME)))
        .map(OnnxFile::value)
        .toList();
  }

  /** The declared outputs; a length that varies is 0. */
  public List<Value> outputs() {
    List<Value> outputs = graph.messages(OnnxFields.GRAPH_OUTPUT).map(OnnxFile::value).toList();
    if (outputs.isEmpty()) {
      throw refused("no outputs");
    }
    return outputs;
  }

  /**
   * The model's input.
   *
   * @throws Failure of action STOP when a worker cannot use it
   */
  public ModelSpec spec() {
    List<Value> inputs = inputs();
    Value picture =
        inputs.stream()
            .filter(OnnxFile::isPicture)
            .findFirst()
            .orElseThrow(() -> refused(inputs.isEmpty() ? "no inputs" : "input " + inputs));
    List<Value> others = inputs.stream().filter(input -> !input.equals(picture)).toList();
    others.forEach(this::requireKnown);
    boolean isPlanes = isPlanes(picture);
    int rows = picture.rank() - (isPlanes ? 2 : 3);
    int height = picture.length(rows);
    int width = picture.length(rows + 1);
    if (Math.max(height, width) > MOST_PIXELS) {
      throw refused("input " + picture);
    }
    int batch = picture.rank() == 4 ? picture.length(0) : 1;
    return new ModelSpec(picture, isPlanes, batch, height, width, others, stride());
  }

  /** Three or four dimensions, one of which is or may be that of colours. */
  private static boolean isPicture(Value input) {
    if (!PIXELS.contains(input.type()) || input.rank() < 3 || input.rank() > 4) {
      return false;
    }
    int first = input.length(input.rank() - 3);
    int last = input.length(input.rank() - 1);
    boolean isOpen = first == 0 && input.rank() == 4;
    return first == CHANNELS || last == CHANNELS || isOpen;
  }

  private static boolean isPlanes(Value picture) {
    return picture.length(picture.rank() - 3) == CHANNELS
        || picture.length(picture.rank() - 1) != CHANNELS;
  }

  private void requireKnown(Value input) {
    boolean isSizes = input.rank() == 2 && (input.length(1) == 2 || input.length(1) == 0);
    boolean isMask = input.name().equals("pixel_mask") && input.rank() == 3;
    if (!GIVEN.contains(input.type()) || !(isSizes || isMask)) {
      throw refused("a further input " + input);
    }
  }

  /**
   * Whether ONNX Runtime can make the int8 kernels unsigned, which keeps their sums from
   * overflowing on x86 CPUs without VNNI. It ends the process over kernels without a zero point.
   */
  public boolean hasExactKernels() {
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

  /** Texts of the file's metadata by name. */
  public Map<String, String> metadata() {
    return model
        .messages(OnnxFields.MODEL_METADATA)
        .collect(
            Collectors.toMap(
                entry -> entry.text(1), entry -> entry.text(2), (first, last) -> last));
  }

  /** Whether a node has an operator. */
  public boolean hasOperator(String operator) {
    return graph
        .messages(OnnxFields.GRAPH_NODE)
        .anyMatch(node -> node.text(OnnxFields.NODE_OPERATOR).equals(operator));
  }

  /** The operators that an output is made by, a few steps back. */
  public Set<String> operatorsBefore(String output) {
    Map<String, Proto> makers = new HashMap<>();
    graph
        .messages(OnnxFields.GRAPH_NODE)
        .forEach(
            node -> node.texts(OnnxFields.NODE_OUTPUT).forEach(made -> makers.put(made, node)));
    Set<String> operators = new HashSet<>();
    Set<String> front = Set.of(output);
    for (int step = 0; step < STEPS_BACK; step++) {
      Set<String> before = new HashSet<>();
      for (String made : front) {
        @Nullable Proto node = makers.get(made);
        if (node != null) {
          operators.add(node.text(OnnxFields.NODE_OPERATOR));
          node.texts(OnnxFields.NODE_INPUT).forEach(before::add);
        }
      }
      front = before;
    }
    return operators;
  }

  /** The names of classes that the file has; empty when it has none. */
  public List<String> names() {
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

  /**
   * Least confidence of an object by class, 0–1; empty when the file has none.
   *
   * @param classes that there are
   */
  public List<Double> confidences(int classes) {
    String text = metadata().getOrDefault(ClassConfidences.KEY, "");
    try {
      return text.isEmpty() ? List.of() : ClassConfidences.parse(text, classes);
    } catch (IllegalArgumentException e) {
      throw Failure.stop(
          "model %s: metadata %s: %s".formatted(name, ClassConfidences.KEY, e.getMessage()), e);
    }
  }

  /** The size that pictures had when it was trained or exported, as metadata says. */
  public Optional<Size> usualSize() {
    Matcher numbers = NUMBERS.matcher(metadata().getOrDefault("imgsz", ""));
    List<Integer> sides = new ArrayList<>();
    while (numbers.find()) {
      sides.add(Integer.parseInt(numbers.group()));
    }
    boolean isSize =
        !sides.isEmpty() && sides.size() <= 2 && sides.stream().allMatch(side -> side > 0);
    return isSize
        ? Optional.of(new Size(sides.get(sides.size() - 1), sides.get(0)))
        : Optional.empty();
  }

  private int stride() {
    String text = metadata().getOrDefault("stride", "32");
    try {
      int stride = Integer.parseInt(text.strip());
      if (stride >= 1 && stride <= 1024) {
        return stride;
      }
    } catch (NumberFormatException e) {
      throw misread("stride", text);
    }
    throw misread("stride", text);
  }

  private Failure misread(String key, String text) {
    return Failure.stop(
        "model %s: metadata %s: expected a number of 1-1024, found %s".formatted(name, key, text));
  }

  private static Value value(Proto value) {
    Proto tensor = value.message(OnnxFields.VALUE_TYPE).message(OnnxFields.TYPE_TENSOR);
    ElementType type = ElementType.of(tensor.number(OnnxFields.TYPE_ELEMENT).orElse(0L));
    List<Integer> shape =
        tensor
            .message(OnnxFields.TYPE_SHAPE)
            .messages(OnnxFields.SHAPE_DIMENSION)
            .map(OnnxFile::length)
            .toList();
    return new Value(value.text(OnnxFields.VALUE_NAME), type, shape);
  }

  /** 0 where it is symbolic. */
  private static int length(Proto dimension) {
    long length = dimension.number(OnnxFields.DIMENSION_VALUE).orElse(0L);
    return (int) Math.max(0, Math.min(length, Integer.MAX_VALUE));
  }

  private Failure refused(String found) {
    return Failure.stop("model %s cannot be used: found %s; %s".formatted(name, found, ACCEPTED));
  }
}
