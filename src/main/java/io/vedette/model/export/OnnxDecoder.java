package io.vedette.model.export;

import io.vedette.geometry.Size;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.model.yolo.Head;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.GraphBuilder;
import io.vedette.onnx.OnnxParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations from the head's raw maps to boxes in model pixels, {@code [batch, rows, 5 +
 * classes]}, in float32. Confined to one thread.
 */
final class OnnxDecoder {
  private static final int CENTRE = 2;
  private static final int SIZE = 2;

  private final GraphBuilder graph;
  private final Anchors anchors;
  private final int columns;
  private final @Nullable Size size;

  /**
   * @param size the size of the pictures in pixels; null when any
   */
  OnnxDecoder(GraphBuilder graph, Anchors anchors, int classes, @Nullable Size size) {
    this.graph = graph;
    this.anchors = anchors;
    this.columns = Head.BOX + classes;
    this.size = size;
  }

  /** Writes the output {@code name}. */
  void decode(List<String> maps, String name) {
    List<String> rows = new ArrayList<>();
    for (int scale = 0; scale < maps.size(); scale++) {
      rows.add(decode(maps.get(scale), scale));
    }
    graph.addNamed(name, "Concat", rows, OnnxParts.integer("axis", 1));
  }

  private String decode(String map, int scale) {
    String byAnchor =
        graph.add("Reshape", List.of(map, longs("by_anchor", 0, Head.ANCHORS, columns, -1)));
    String rows = graph.add("Transpose", List.of(byAnchor), OnnxParts.integers("perm", 0, 1, 3, 2));
    String values = graph.add("Sigmoid", List.of(rows));
    List<String> parts =
        graph.add(
            "Split",
            List.of(values, longs("columns", CENTRE, SIZE, columns - CENTRE - SIZE)),
            3,
            OnnxParts.integer("axis", 3));
    int stride = DetectorNetwork.STRIDES.get(scale);
    String doubled = graph.add("Mul", List.of(parts.get(0), number(2 * stride)));
    String centre = graph.add("Add", List.of(doubled, cells(map, scale)));
    String square = graph.add("Mul", List.of(parts.get(1), parts.get(1)));
    String spans = graph.add("Mul", List.of(square, largest(scale)));
    String boxes =
        graph.add("Concat", List.of(centre, spans, parts.get(2)), OnnxParts.integer("axis", 3));
    return graph.add("Reshape", List.of(boxes, longs("all_rows", 0, -1, columns)));
  }

  /** Four times each anchor, which is the size at most: {@code [1, 3, 1, 2]}. */
  private String largest(int scale) {
    float[] sizes = anchors.at(scale).clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] *= 4;
    }
    int[] shape = {1, Head.ANCHORS, 1, SIZE};
    return graph.constant(OnnxParts.floats("largest_" + scale, shape, sizes));
  }

  /** Half a cell before each cell's corner, in pixels: {@code [1, 1, cells, 2]}. */
  private String cells(String map, int scale) {
    return size == null ? computedCells(map, scale) : knownCells(size, scale);
  }

  private String knownCells(Size pictures, int scale) {
    int stride = DetectorNetwork.STRIDES.get(scale);
    int wide = pictures.width() / stride;
    int cells = wide * (pictures.height() / stride);
    float[] corners = new float[cells * CENTRE];
    for (int i = 0; i < cells; i++) {
      int row = i / wide;
      corners[CENTRE * i] = (i % wide - 0.5f) * stride;
      corners[CENTRE * i + 1] = (row - 0.5f) * stride;
    }
    int[] shape = {1, 1, cells, CENTRE};
    return graph.constant(OnnxParts.floats("cells_" + scale, shape, corners));
  }

  private String computedCells(String map, int scale) {
    String shape = graph.add("Shape", List.of(map));
    String high = graph.add("Gather", List.of(shape, scalar("dimension_2", 2)));
    String wide = graph.add("Gather", List.of(shape, scalar("dimension_3", 3)));
    String rows = along(high, longs("as_column", -1, 1));
    String columns = along(wide, longs("as_row", 1, -1));
    String both =
        graph.add(
            "Concat",
            List.of(spread(columns, high, wide), spread(rows, high, wide)),
            OnnxParts.integer("axis", 1));
    int stride = DetectorNetwork.STRIDES.get(scale);
    String shifted = graph.add("Sub", List.of(both, number(0.5f)));
    String pixels = graph.add("Mul", List.of(shifted, number(stride)));
    return graph.add("Reshape", List.of(pixels, longs("as_cells", 1, 1, -1, CENTRE)));
  }

  /** 0, 1, 2 … up to a length, in a shape. */
  private String along(String length, String shape) {
    String range = graph.add("Range", List.of(scalar("zero", 0), length, scalar("one_long", 1)));
    String floats =
        graph.add("Cast", List.of(range), OnnxParts.integer("to", ElementType.FLOAT.code()));
    return graph.add("Reshape", List.of(floats, shape));
  }

  /** Repeated over all cells, one per row. */
  private String spread(String values, String high, String wide) {
    String single = longs("single", 1);
    String cells =
        graph.add(
            "Concat",
            List.of(
                graph.add("Reshape", List.of(high, single)),
                graph.add("Reshape", List.of(wide, single))),
            OnnxParts.integer("axis", 0));
    String expanded = graph.add("Expand", List.of(values, cells));
    return graph.add("Reshape", List.of(expanded, longs("as_column", -1, 1)));
  }

  private String number(float value) {
    return graph.constant(OnnxParts.floats("number_" + value, new int[0], new float[] {value}));
  }

  private String scalar(String name, long value) {
    return graph.constant(OnnxParts.longs(name, new int[0], value));
  }

  private String longs(String name, long... values) {
    return graph.constant(OnnxParts.longs(name, new int[] {values.length}, values));
  }
}
