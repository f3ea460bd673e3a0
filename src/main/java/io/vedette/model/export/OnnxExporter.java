package io.vedette.model.export;

import io.vedette.geometry.Size;
import io.vedette.model.export.ExportSettings.Input;
import io.vedette.model.export.ExportSettings.Numbers;
import io.vedette.model.layer.Range;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.model.yolo.Head;
import io.vedette.onnx.ClassNames;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.GraphBuilder;
import io.vedette.onnx.OnnxParts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exporter of networks in their run form as ONNX, with the decoding to boxes inside the graph.
 */
public final class OnnxExporter {
  private static final int OPERATORS = 17;
  private static final String INPUT = "images";
  private static final String OUTPUT = "output0";

  private final FoldedNetwork network;
  private final ExportSettings settings;
  private final GraphBuilder graph = new GraphBuilder();

  private OnnxExporter(FoldedNetwork network, ExportSettings settings) {
    this.network = network;
    this.settings = settings;
  }

  /**
   * The file's bytes.
   *
   * @throws IllegalArgumentException when int8 is asked for, which needs ranges
   */
  public static byte[] export(FoldedNetwork network, ExportSettings settings) {
    if (settings.numbers().isInteger()) {
      throw new IllegalArgumentException("int8 needs pictures to calibrate with");
    }
    OnnxExporter exporter = new OnnxExporter(network, settings);
    boolean isHalf = settings.numbers() == Numbers.FP16;
    OnnxOperators operators = new OnnxOperators(exporter.graph, network.weights(), isHalf);
    return exporter.write(operators, exporter.pictures(operators, isHalf), isHalf);
  }

  /**
   * The file's bytes in int8.
   *
   * @param ranges of each operator's result, by {@link Calibrator}
   */
  public static byte[] quantised(
      FoldedNetwork network, ExportSettings settings, List<Range> ranges) {
    OnnxExporter exporter = new OnnxExporter(network, settings);
    Coding coding = settings.numbers() == Numbers.INT8_SIGNED ? Coding.SIGNED : Coding.UNSIGNED;
    QuantisedOperators operators =
        new QuantisedOperators(exporter.graph, network.weights(), ranges, coding);
    String pictures =
        settings.input() == Input.BYTES && coding == Coding.UNSIGNED
            ? operators.bytes(exporter.planes(exporter.input()))
            : operators.pictures(exporter.pictures(operators, false));
    return exporter.write(operators, pictures, false);
  }

  private byte[] write(OnnxOperators operators, String pictures, boolean isHalf) {
    int classes = network.names().size();
    Anchors anchors = network.anchors();
    List<String> maps = network.architecture().detector(classes).apply(pictures, operators);
    if (isHalf) {
      maps = maps.stream().map(map -> operators.cast(map, ElementType.FLOAT)).toList();
    }
    new OnnxDecoder(graph, anchors, classes, settings.size()).decode(maps, OUTPUT);
    graph.output(
        OUTPUT, ElementType.FLOAT, List.of(batch(), rows(), Integer.toString(5 + classes)));
    describe(anchors);
    return graph.model("vedette", OPERATORS).toBytes();
  }

  /** From the input to {@code [batch, 3, height, width]}, 0–1. */
  private String pictures(OnnxOperators operators, boolean isHalf) {
    ElementType type = isHalf ? ElementType.FLOAT16 : ElementType.FLOAT;
    String input = input();
    if (settings.input() == Input.FLOATS) {
      return isHalf ? operators.cast(input, type) : input;
    }
    String scale = operators.constant("per_level", new int[0], new float[] {1f / 255});
    return graph.add("Mul", List.of(operators.cast(planes(input), type), scale));
  }

  private String input() {
    @Nullable Size size = settings.size();
    String high = size == null ? "height" : Integer.toString(size.height());
    String wide = size == null ? "width" : Integer.toString(size.width());
    return settings.input() == Input.FLOATS
        ? graph.input(INPUT, ElementType.FLOAT, List.of(batch(), "3", high, wide))
        : graph.input(INPUT, ElementType.UINT8, List.of(batch(), high, wide, "3"));
  }

  private String planes(String pixels) {
    return graph.add("Transpose", List.of(pixels), OnnxParts.integers("perm", 0, 3, 1, 2));
  }

  private String batch() {
    return settings.batch() == 0 ? "batch" : Integer.toString(settings.batch());
  }

  private String rows() {
    @Nullable Size size = settings.size();
    if (size == null) {
      return "rows";
    }
    int rows = 0;
    for (int stride : DetectorNetwork.STRIDES) {
      rows += Head.ANCHORS * (size.width() / stride) * (size.height() / stride);
    }
    return Integer.toString(rows);
  }

  private void describe(Anchors anchors) {
    graph.metadata("stride", Integer.toString(DetectorNetwork.STRIDES.get(2)));
    graph.metadata("names", ClassNames.format(network.names()));
    graph.metadata("vedette.architecture", network.architecture().toString());
    graph.metadata("vedette.classes", Integer.toString(network.names().size()));
    graph.metadata("vedette.anchors", anchors.toString());
    graph.metadata("vedette.numbers", settings.numbers().wireName());
    boolean isMeasured =
        settings.numbers() == Numbers.FP32 && network.size().equals(settings.size());
    network.published(isMeasured).forEach((key, text) -> graph.metadata("vedette." + key, text));
  }
}
