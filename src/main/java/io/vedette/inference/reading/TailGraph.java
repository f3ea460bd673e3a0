package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.OnnxParts;
import io.vedette.onnx.Proto;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations that are appended to a graph; their operands are float32. Needs operators of version
 * 11 or later. Confined to one thread.
 */
public final class TailGraph {
  /** Least version of the operators. */
  public static final int OPERATORS = 11;

  private static final String PREFIX = "vedette_tail_";

  private final Size size;
  private final List<Proto> nodes = new ArrayList<>();
  private final List<Proto> constants = new ArrayList<>();
  private int names;

  /**
   * @param size the size of the model's input
   */
  public TailGraph(Size size) {
    this.size = size;
  }

  /** The size of the model's input. */
  Size size() {
    return size;
  }

  /** The nodes that were added. */
  public List<Proto> nodes() {
    return List.copyOf(nodes);
  }

  /** The constants that it needs. */
  public List<Proto> constants() {
    return List.copyOf(constants);
  }

  /**
   * Adds the best class of each box and of these boxes the best.
   *
   * @param ends the layout's ends
   * @param most boxes that are left
   * @param output name of {@code [pictures, most, 6]}: left, top, right, bottom, score, class
   */
  public void select(Layout.Ends ends, int most, String output) {
    List<String> best = best(ends.scores(), 1, -1);
    String score = best.get(0);
    String label = node("Cast", List.of(best.get(1)), OnnxParts.integer("to", 1));
    String all = concat(ends.corners(), score, label);
    List<String> top = best(score, most, 1);
    String chosen = node("Concat", sixTimes(top.get(1)), OnnxParts.integer("axis", -1));
    add("GatherElements", List.of(all, chosen), List.of(output), OnnxParts.integer("axis", 1));
  }

  private static List<String> sixTimes(String name) {
    return List.of(name, name, name, name, name, name);
  }

  private List<String> best(String of, int count, int axis) {
    List<String> results = List.of(name(), name() + "_index");
    String most = longs(count);
    add("TopK", List.of(of, most), results, OnnxParts.integer("axis", axis));
    return results;
  }

  /** A part of a result as {@code [pictures, boxes, columns]}. */
  String part(String output, TensorPart part) {
    return switch (part.order()) {
      case ROWS -> columns(output, part);
      case TURNED ->
          columns(node("Transpose", List.of(output), OnnxParts.integers("perm", 0, 2, 1)), part);
      case LIST -> reshape(output, 0, -1, 1);
      case FLAT, FLAT_LIST -> throw new IllegalArgumentException("not the same in each run");
    };
  }

  private String columns(String output, TensorPart part) {
    return slice(output, part.column(), part.column() + part.columns());
  }

  String slice(String of, int from, int to) {
    return node("Slice", List.of(of, longs(from), longs(to), longs(-1)));
  }

  String gather(String of, long... columns) {
    String indices = constant(OnnxParts.longs(name(), new int[] {columns.length}, columns));
    return node("Gather", List.of(of, indices), OnnxParts.integer("axis", -1));
  }

  String unary(String operator, String of) {
    return node(operator, List.of(of));
  }

  String binary(String operator, String one, String other) {
    return node(operator, List.of(one, other));
  }

  String softmax(String of) {
    return node("Softmax", List.of(of), OnnxParts.integer("axis", -1));
  }

  String concat(String... columns) {
    return node("Concat", List.of(columns), OnnxParts.integer("axis", -1));
  }

  /** In another shape; 0 keeps a length, -1 is what is left. */
  String reshape(String of, long... shape) {
    return node("Reshape", List.of(of, constant(OnnxParts.longs(name(), lengths(shape), shape))));
  }

  private static int[] lengths(long... values) {
    return new int[] {values.length};
  }

  String row(float... values) {
    return constant(new int[] {1, 1, values.length}, values);
  }

  String constant(int[] shape, float[] values) {
    return constant(OnnxParts.floats(name(), shape, values));
  }

  private String longs(long value) {
    return constant(OnnxParts.longs(name(), new int[] {1}, value));
  }

  private String constant(Proto tensor) {
    constants.add(tensor);
    return tensor.text(OnnxFields.TENSOR_NAME);
  }

  private String node(String operator, List<String> from, Proto... attributes) {
    String result = name();
    add(operator, from, List.of(result), attributes);
    return result;
  }

  private void add(String operator, List<String> from, List<String> to, Proto... attributes) {
    nodes.add(OnnxParts.node(operator, from, to, attributes));
  }

  private String name() {
    return PREFIX + names++;
  }
}
