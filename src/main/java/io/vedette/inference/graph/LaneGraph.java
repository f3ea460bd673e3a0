package io.vedette.inference.graph;

import io.vedette.geometry.Size;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.GivenLayout;
import io.vedette.inference.reading.Layout;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TailGraph;
import io.vedette.onnx.ElementType;
import java.util.List;
import java.util.Optional;

/**
 * A model in the form that ONNX Runtime gets, uint8 in and float32 out, with the layout of its
 * results. Immutable.
 *
 * @param file the ONNX file
 * @param results that are read, with lengths that hold for one picture; names in the file
 * @param layout the layout of these results
 * @param isSelected whether the best boxes were chosen in the graph
 */
@SuppressWarnings("ArrayRecordComponent")
public record LaneGraph(byte[] file, List<Value> results, Layout layout, boolean isSelected) {
  /** The most boxes of each picture where the graph chooses them. */
  static final int MOST_BOXES = 300;

  private static final String SELECTED = "vedette_selected";

  public LaneGraph {
    results = List.copyOf(results);
  }

  /** All that the model gives, to be read here. */
  public static LaneGraph whole(
      OnnxFile file, Size size, DetectorFormat reading, List<Value> outputs) {
    BytesGraph graph = new BytesGraph(file, size, reading.form());
    outputs.forEach(graph::with);
    List<Value> results =
        outputs.stream()
            .map(output -> new Value(BytesGraph.output(output), ElementType.FLOAT, output.shape()))
            .toList();
    return new LaneGraph(graph.toBytes(), results, reading.layout(), false);
  }

  /**
   * The best boxes of each picture, {@code [pictures, boxes, 6]}, which is less to bring back from
   * a device; empty where the family has no operations for it.
   */
  public static Optional<LaneGraph> selected(
      OnnxFile file, Size size, DetectorFormat reading, List<Value> outputs) {
    Optional<Layout.Tail> tail = reading.layout().tail();
    if (tail.isEmpty() || file.operators() < TailGraph.OPERATORS) {
      return Optional.empty();
    }
    BytesGraph graph = new BytesGraph(file, size, reading.form());
    List<String> names = outputs.stream().map(graph::cast).toList();
    int boxes = reading.layout().boxes(outputs);
    int most = Math.min(MOST_BOXES, boxes);
    TailGraph nodes = new TailGraph(size);
    nodes.select(tail.get().add(nodes, names, boxes), most, SELECTED);
    graph.behind(nodes.nodes(), nodes.constants()).with(SELECTED);
    Value result = new Value(SELECTED, ElementType.FLOAT, List.of(1, most, 6));
    Layout layout = GivenLayout.ofSixColumns();
    return Optional.of(new LaneGraph(graph.toBytes(), List.of(result), layout, true));
  }
}
