package io.vedette.inference.graph;

import io.vedette.geometry.Size;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.PictureForm.Colours;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.spec.ModelSpec;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.OnnxParts;
import io.vedette.onnx.Proto;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's graph with a conversion from bytes to its input before it, and from its results to
 * float32 behind it: ONNX Runtime does this faster than any code outside of it. Confined to one
 * thread.
 */
public final class BytesGraph {
  /** The input: uint8 {@code [batch, height, width, 3]}, RGB. */
  public static final String INPUT = "vedette_images";

  private static final String PREFIX = "vedette_";
  private static final int CHANNELS = 3;

  private final OnnxFile file;
  private final ModelSpec spec;
  private final Size size;
  private final List<Proto> before = new ArrayList<>();
  private final List<Proto> after = new ArrayList<>();
  private final List<Proto> constants = new ArrayList<>();
  private final List<Proto> outputs = new ArrayList<>();
  private int names;

  /**
   * @param size the pictures' size
   */
  public BytesGraph(OnnxFile file, Size size, PictureForm form) {
    this.file = file;
    this.spec = file.spec();
    this.size = size;
    pictures(form);
    spec.others().forEach(this::given);
  }

  /** The name of a result as float32. */
  public static String output(Value result) {
    return result.type() == ElementType.FLOAT ? result.name() : PREFIX + "of_" + result.name();
  }

  /** Keeps a result, as float32. */
  public BytesGraph with(Value result) {
    if (result.type() != ElementType.FLOAT) {
      after.add(
          OnnxParts.node(
              "Cast",
              List.of(result.name()),
              List.of(output(result)),
              OnnxParts.integer("to", ElementType.FLOAT.code())));
    }
    return with(output(result));
  }

  /** Keeps a result of float32 that operations behind give. */
  public BytesGraph with(String result) {
    outputs.add(OnnxParts.value(result, ElementType.FLOAT, List.of()));
    return this;
  }

  /** Adds operations behind. */
  BytesGraph behind(List<Proto> nodes, List<Proto> tensors) {
    after.addAll(nodes);
    constants.addAll(tensors);
    return this;
  }

  /** Makes a result float32 without keeping it. */
  String cast(Value result) {
    if (result.type() == ElementType.FLOAT) {
      return result.name();
    }
    after.add(
        OnnxParts.node(
            "Cast",
            List.of(result.name()),
            List.of(output(result)),
            OnnxParts.integer("to", ElementType.FLOAT.code())));
    return output(result);
  }

  public byte[] toBytes() {
    Proto graph = file.graph();
    Proto rest = graph.without(OnnxFields.GRAPH_INPUT).without(OnnxFields.GRAPH_OUTPUT);
    graph
        .messages(OnnxFields.GRAPH_INPUT)
        .filter(value -> !isReplaced(value.text(OnnxFields.VALUE_NAME)))
        .forEach(value -> rest.add(OnnxFields.GRAPH_INPUT, value));
    rest.add(OnnxFields.GRAPH_INPUT, OnnxParts.value(INPUT, ElementType.UINT8, shape()));
    Proto first = new Proto();
    before.forEach(node -> first.add(OnnxFields.GRAPH_NODE, node));
    after.forEach(node -> rest.add(OnnxFields.GRAPH_NODE, node));
    constants.forEach(tensor -> rest.add(OnnxFields.GRAPH_INITIALIZER, tensor));
    outputs.forEach(output -> rest.add(OnnxFields.GRAPH_OUTPUT, output));
    return file.model()
        .without(OnnxFields.MODEL_GRAPH)
        .add(OnnxFields.MODEL_GRAPH, rest.after(first))
        .toBytes();
  }

  private boolean isReplaced(String input) {
    return input.equals(spec.picture().name())
        || spec.others().stream().anyMatch(other -> other.name().equals(input));
  }

  private List<String> shape() {
    return List.of(
        spec.batch() == 0 ? PREFIX + "batch" : Integer.toString(spec.batch()),
        Integer.toString(size.height()),
        Integer.toString(size.width()),
        Integer.toString(CHANNELS));
  }

  private void pictures(PictureForm form) {
    boolean isBytes = spec.picture().type() == ElementType.UINT8;
    String now = INPUT;
    if (form.colours() == Colours.BGR) {
      String order = constant(OnnxParts.longs(name(), new int[] {CHANNELS}, 2, 1, 0));
      now = node("Gather", List.of(now, order), OnnxParts.integer("axis", CHANNELS));
    }
    if (!isBytes) {
      now = node("Cast", List.of(now), to(ElementType.FLOAT));
      now = scaled(now, form);
    }
    if (spec.isPlanes()) {
      now = node("Transpose", List.of(now), OnnxParts.integers("perm", 0, 3, 1, 2));
    }
    if (spec.picture().type() == ElementType.FLOAT16) {
      now = node("Cast", List.of(now), to(ElementType.FLOAT16));
    }
    String input = spec.picture().name();
    if (spec.isBatched()) {
      before.add(OnnxParts.node("Identity", List.of(now), List.of(input)));
    } else {
      String shape = longs(unbatched());
      before.add(OnnxParts.node("Reshape", List.of(now, shape), List.of(input)));
    }
  }

  private long[] unbatched() {
    return spec.isPlanes()
        ? new long[] {CHANNELS, size.height(), size.width()}
        : new long[] {size.height(), size.width(), CHANNELS};
  }

  private String scaled(String pixels, PictureForm form) {
    String now = pixels;
    if (form.mean().stream().anyMatch(mean -> mean != 0)) {
      now = node("Sub", List.of(now, perChannel(form.mean(), form.colours())));
    }
    if (form.factor().stream().anyMatch(factor -> factor != 1)) {
      now = node("Mul", List.of(now, perChannel(form.factor(), form.colours())));
    }
    return now;
  }

  private String perChannel(List<Float> rgb, Colours colours) {
    float[] values = new float[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      values[i] = rgb.get(colours == Colours.RGB ? i : CHANNELS - 1 - i);
    }
    return constant(OnnxParts.floats(name(), new int[] {CHANNELS}, values));
  }

  /** A further input as a constant of each picture: the size of pictures, or a mask of ones. */
  private void given(Value input) {
    boolean isMask = input.rank() == CHANNELS;
    long[] one = isMask ? ones() : new long[] {size.width(), size.height()};
    int[] shape = isMask ? new int[] {1, size.height(), size.width()} : new int[] {1, one.length};
    String value = constant(OnnxParts.longs(name(), shape, one));
    if (input.type() != ElementType.INT64) {
      value = node("Cast", List.of(value), to(input.type()));
    }
    String count =
        node(
            "Gather",
            List.of(node("Shape", List.of(INPUT)), longs(0)),
            OnnxParts.integer("axis", 0));
    long[] rest = isMask ? new long[] {size.height(), size.width()} : new long[] {one.length};
    String whole = node("Concat", List.of(count, longs(rest)), OnnxParts.integer("axis", 0));
    before.add(OnnxParts.node("Expand", List.of(value, whole), List.of(input.name())));
  }

  private long[] ones() {
    long[] ones = new long[(int) size.area()];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  private static Proto to(ElementType type) {
    return OnnxParts.integer("to", type.code());
  }

  private String longs(long... values) {
    return constant(OnnxParts.longs(name(), new int[] {values.length}, values));
  }

  private String constant(Proto tensor) {
    constants.add(tensor);
    return tensor.text(OnnxFields.TENSOR_NAME);
  }

  private String node(String operator, List<String> from, Proto... attributes) {
    String result = name();
    before.add(OnnxParts.node(operator, from, List.of(result), attributes));
    return result;
  }

  private String name() {
    return PREFIX + "in_" + names++;
  }
}
