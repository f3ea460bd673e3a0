package io.vedette.inference.family;

import io.vedette.geometry.Size;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.GraphBuilder;
import io.vedette.onnx.OnnxParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small ONNX file that takes and gives what a family's exports do: its results are constants with
 * known boxes in them, and as many of them as there are pictures.
 */
public final class Export {
  static final int OPERATORS = 16;

  /**
   * One file of many.
   *
   * @param size of pictures
   * @param isDynamic whether the number of pictures is left open
   * @param type of numbers, where the family leaves it open
   * @param isChannelsLast whether a picture is {@code [height, width, 3]}, whatever is usual
   */
  public record Variant(Size size, boolean isDynamic, ElementType type, boolean isChannelsLast) {
    public Variant(Size size, boolean isDynamic, ElementType type) {
      this(size, isDynamic, type, false);
    }

    /** The same with pictures {@code [height, width, 3]}. */
    Variant channelsLast() {
      return new Variant(size, isDynamic, type, true);
    }

    String batch() {
      return isDynamic ? "batch" : "1";
    }

    /** How many cells maps of some strides have. */
    int cells(int... strides) {
      int cells = 0;
      for (int stride : strides) {
        cells += columns(stride) * rows(stride);
      }
      return cells;
    }

    int columns(int stride) {
      return (size.width() + stride - 1) / stride;
    }

    int rows(int stride) {
      return (size.height() + stride - 1) / stride;
    }
  }

  /** A box in pixels of the input, with a class and a score. */
  public record Known(float left, float top, float right, float bottom, int label, float score) {
    float x() {
      return (left + right) / 2;
    }

    float y() {
      return (top + bottom) / 2;
    }

    float width() {
      return right - left;
    }

    float height() {
      return bottom - top;
    }

    float[] corners() {
      return new float[] {left, top, right, bottom};
    }

    float[] centre() {
      return new float[] {x(), y(), width(), height()};
    }

    /** The numbers as parts of the input's sides. */
    static float[] relative(float[] box, Size size) {
      return new float[] {
        box[0] / size.width(), box[1] / size.height(), box[2] / size.width(), box[3] / size.height()
      };
    }
  }

  private final Variant variant;
  private final GraphBuilder graph = new GraphBuilder();
  private String anchor = "";
  private int constants;

  Export(Variant variant) {
    this.variant = variant;
  }

  Variant variant() {
    return variant;
  }

  /** An input {@code [batch, 3, height, width]}, unless the variant has channels last. */
  Export planes(String name, ElementType type) {
    if (variant.isChannelsLast()) {
      return pixels(name, type);
    }
    graph.input(name, type, List.of(variant.batch(), "3", high(), wide()));
    return anchored(name);
  }

  /** An input {@code [batch, height, width, 3]}. */
  Export pixels(String name, ElementType type) {
    graph.input(name, type, List.of(variant.batch(), high(), wide(), "3"));
    return anchored(name);
  }

  /** An input {@code [3, height, width]}, unless the variant has channels last. */
  Export single(String name) {
    List<String> lengths =
        variant.isChannelsLast() ? List.of(high(), wide(), "3") : List.of("3", high(), wide());
    graph.input(name, ElementType.FLOAT, lengths);
    anchor = "";
    return this;
  }

  Export sizes(String name) {
    graph.input(name, ElementType.INT64, List.of(variant.batch(), "2"));
    return this;
  }

  Export metadata(String key, String value) {
    graph.metadata(key, value);
    return this;
  }

  private String high() {
    return Integer.toString(variant.size().height());
  }

  private String wide() {
    return Integer.toString(variant.size().width());
  }

  /** The number of pictures as a tensor, so that results can be made as many. */
  private Export anchored(String input) {
    String shape = graph.add("Shape", List.of(input));
    String first = graph.constant(OnnxParts.longs("zero", new int[] {1}, 0));
    anchor = graph.add("Gather", List.of(shape, first), OnnxParts.integer("axis", 0));
    return this;
  }

  /** A result that is the same for each picture; {@code rest} are lengths after the first. */
  Export gives(String name, ElementType type, float[] values, int... rest) {
    made(name, type, values, rest);
    List<String> declared = new ArrayList<>(List.of(variant.batch()));
    Arrays.stream(rest).mapToObj(Integer::toString).forEach(declared::add);
    graph.output(name, type, declared);
    return this;
  }

  /** A result whose first length is the number of objects. */
  Export givesFlat(String name, ElementType type, float[] values, int... shape) {
    String value = constant(type, shape, values);
    graph.addNamed(name, "Identity", List.of(value));
    List<String> declared = new ArrayList<>(List.of("objects"));
    Arrays.stream(shape).skip(1).mapToObj(Integer::toString).forEach(declared::add);
    graph.output(name, type, declared);
    return this;
  }

  private String constant(ElementType type, int[] shape, float[] values) {
    String name = "c" + constants++;
    return graph.constant(
        switch (type) {
          case FLOAT16 -> OnnxParts.halfs(name, shape, values);
          case INT64 -> OnnxParts.longs(name, shape, longs(values));
          case INT32 -> OnnxParts.ints(name, shape, ints(values));
          default -> OnnxParts.floats(name, shape, values);
        });
  }

  private static long[] longs(float[] values) {
    long[] longs = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      longs[i] = (long) values[i];
    }
    return longs;
  }

  private static int[] ints(float[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }

  /** Numbers of each picture that are no result. */
  Export made(String name, float[] values, int... rest) {
    return made(name, ElementType.FLOAT, values, rest);
  }

  private Export made(String name, ElementType type, float[] values, int... rest) {
    int[] shape = new int[rest.length + 1];
    shape[0] = 1;
    System.arraycopy(rest, 0, shape, 1, rest.length);
    String value = constant(type, shape, values);
    long[] lengths = Arrays.stream(rest).asLongStream().toArray();
    String tail =
        graph.constant(OnnxParts.longs("c" + constants++, new int[] {rest.length}, lengths));
    String whole = graph.add("Concat", List.of(anchor, tail), OnnxParts.integer("axis", 0));
    graph.addNamed(name, "Expand", List.of(value, whole));
    return this;
  }

  /** Has a node that chooses the highest numbers of a result, for nothing that is read. */
  Export highest(String result, int count) {
    String most = graph.constant(OnnxParts.longs("most", new int[] {1}, count));
    graph.add("TopK", List.of(result, most), 2);
    return this;
  }

  /** Ends the results before in a node that only TensorRT knows. */
  Export suppressed(String boxes, String scores) {
    List<String> results =
        graph.add(
            "EfficientNMS_TRT",
            List.of(boxes, scores),
            4,
            OnnxParts.integer("box_coding", 0),
            OnnxParts.integer("score_activation", 0));
    graph.output(results.get(0), ElementType.INT32, List.of(variant.batch(), "1"));
    graph.output(results.get(1), ElementType.FLOAT, List.of(variant.batch(), "100", "4"));
    graph.output(results.get(2), ElementType.FLOAT, List.of(variant.batch(), "100"));
    graph.output(results.get(3), ElementType.INT32, List.of(variant.batch(), "100"));
    return this;
  }

  byte[] toBytes() {
    return graph.model("test", OPERATORS).toBytes();
  }
}
