package io.vedette.model.export;

import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Operators;
import io.vedette.model.layer.Reparameterisable;
import io.vedette.model.layer.Weights;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.GraphBuilder;
import io.vedette.onnx.OnnxParts;
import io.vedette.onnx.Proto;
import java.util.List;

/**
 * Operators that write an ONNX graph of the run form; maps are names of values. Confined to one
 * thread.
 */
class OnnxOperators implements Operators<String> {
  private final GraphBuilder graph;
  private final Weights folded;
  private final boolean isHalf;

  /**
   * @param folded the run form's weights
   * @param isHalf whether the maps are float16, else float32
   */
  OnnxOperators(GraphBuilder graph, Weights folded, boolean isHalf) {
    this.graph = graph;
    this.folded = folded;
    this.isHalf = isHalf;
  }

  GraphBuilder graph() {
    return graph;
  }

  @Override
  public String branches(Reparameterisable layer, String x) {
    return conv(layer.folded(), x);
  }

  @Override
  public String conv(Conv conv, String x) {
    Weights.Array weight = folded.array(conv.weight());
    String kernel = constant(conv.weight(), weight.shape(), weight.values());
    float[] bias = folded.values(conv.bias());
    return conv(conv, List.of(x, kernel, constant(conv.bias(), new int[] {bias.length}, bias)));
  }

  /** With the names of map, weight and bias. */
  final String conv(Conv conv, List<String> inputs) {
    return graph.add(
        "Conv",
        inputs,
        OnnxParts.integers("dilations", 1, 1),
        OnnxParts.integer("group", conv.groups()),
        OnnxParts.integers("kernel_shape", conv.kernel(), conv.kernel()),
        OnnxParts.integers("pads", four(conv.padding())),
        OnnxParts.integers("strides", conv.stride(), conv.stride()));
  }

  @Override
  public String norm(BatchNorm norm, String x) {
    throw new IllegalStateException(norm + " is not folded");
  }

  /**
   * GELU as the composition that runtimes recognise and fuse; always in float32, because the
   * nearest half to the root of 2 is too far from it to be recognised.
   */
  @Override
  public String gelu(String x) {
    if (isHalf) {
      return cast(composedGelu(cast(x, ElementType.FLOAT)), ElementType.FLOAT16);
    }
    return composedGelu(x);
  }

  private String composedGelu(String x) {
    String inner = graph.add("Div", List.of(x, number("sqrt_2", (float) Math.sqrt(2))));
    String sum = graph.add("Add", List.of(graph.add("Erf", List.of(inner)), number("one", 1)));
    String product = graph.add("Mul", List.of(x, sum));
    return graph.add("Mul", List.of(product, number("half", 0.5f)));
  }

  /** SiLU as the composition that runtimes recognise and fuse. */
  @Override
  public String silu(String x) {
    return graph.add("Mul", List.of(x, sigmoid(x)));
  }

  @Override
  public String relu(String x) {
    return graph.add("Relu", List.of(x));
  }

  @Override
  public String sigmoid(String x) {
    return graph.add("Sigmoid", List.of(x));
  }

  @Override
  public String add(String a, String b) {
    return graph.add("Add", List.of(a, b));
  }

  @Override
  public String scale(String x, String scale) {
    return graph.add("Mul", List.of(x, scale));
  }

  @Override
  public String concat(List<String> parts) {
    return graph.add("Concat", parts, OnnxParts.integer("axis", 1));
  }

  @Override
  public String maxPool(String x, int kernel) {
    return graph.add(
        "MaxPool",
        List.of(x),
        OnnxParts.integers("kernel_shape", kernel, kernel),
        OnnxParts.integers("pads", four(kernel / 2)),
        OnnxParts.integers("strides", 1, 1));
  }

  @Override
  public String mean(String x) {
    return graph.add("GlobalAveragePool", List.of(x));
  }

  @Override
  public String upsample(String x) {
    String scales =
        graph.constant(OnnxParts.floats("twice", new int[] {4}, new float[] {1, 1, 2, 2}));
    return graph.add(
        "Resize",
        List.of(x, "", scales),
        OnnxParts.text("coordinate_transformation_mode", "asymmetric"),
        OnnxParts.text("mode", "nearest"),
        OnnxParts.text("nearest_mode", "floor"));
  }

  final String cast(String value, ElementType type) {
    return graph.add("Cast", List.of(value), OnnxParts.integer("to", type.code()));
  }

  /** In float32. */
  private String number(String name, float value) {
    return graph.constant(OnnxParts.floats(name, new int[0], new float[] {value}));
  }

  /** Numbers of the maps' type. */
  final String constant(String name, int[] shape, float[] values) {
    Proto tensor =
        isHalf ? OnnxParts.halfs(name, shape, values) : OnnxParts.floats(name, shape, values);
    return graph.constant(tensor);
  }

  private static long[] four(long value) {
    return new long[] {value, value, value, value};
  }
}
