package io.vedette.model.export;

import io.vedette.model.export.Coding.Levels;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Range;
import io.vedette.model.layer.Weights;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.GraphBuilder;
import io.vedette.onnx.OnnxParts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Operators that write an ONNX graph whose maps are bytes and whose kernels are int8: each map goes
 * through a pair of QuantizeLinear and DequantizeLinear, which runtimes merge with the operators
 * between two of them into integer ones. Confined to one thread.
 *
 * <p>The head stays in float32: it is small, and coarse numbers would show in every box.
 */
final class QuantisedOperators extends OnnxOperators {
  private static final String HEAD = "detect.";
  private static final double STEEPNESS = 1.702;

  /** The most levels of a bias: half of what an int32 holds, the rest is for the sum. */
  private static final double MOST_BIAS_LEVELS = 1e9;

  private final Weights folded;
  private final List<Range> ranges;
  private final Coding coding;

  /** The levels of each feature map, by its name; the names of its bytes are below. */
  private final Map<String, Levels> levels = new HashMap<>();

  private final Map<String, String> bytes = new HashMap<>();
  private int next;

  /**
   * @param ranges of each operator's result, in the order in which the network applies them
   */
  QuantisedOperators(GraphBuilder graph, Weights folded, List<Range> ranges, Coding coding) {
    super(graph, folded, false);
    this.folded = folded;
    this.ranges = ranges;
    this.coding = coding;
  }

  /** Pictures as float32 0–1; unsigned bytes lose nothing of them. */
  String pictures(String floats) {
    return quantised(floats, coding.levels(new Range(0, 1)));
  }

  /** Pictures as uint8, which are their own unsigned levels. */
  String bytes(String pixels) {
    return dequantised(pixels, Coding.UNSIGNED.levels(new Range(0, 1)));
  }

  @Override
  public String conv(Conv conv, String x) {
    Range range = ranges.get(next++);
    if (conv.name().startsWith(HEAD)) {
      return super.conv(conv, x);
    }
    Levels in = levelsOf(x);
    double[] scales = kernelScales(conv, in.scale());
    String kernel = kernel(conv, scales);
    String bias =
        coding == Coding.SIGNED
            ? constant(conv.bias(), new int[] {conv.out()}, folded.values(conv.bias()))
            : bias(conv, scales, in.scale());
    return quantised(conv(conv, List.of(x, kernel, bias)), coding.levels(range));
  }

  /**
   * On CPUs by x × sigmoid(1.702 x), which has an integer form and differs by less than a level.
   */
  @Override
  public String gelu(String x) {
    if (coding == Coding.SIGNED) {
      return next(super.gelu(x));
    }
    Levels own = levelsOf(x);
    String steep = dequantised(bytesOf(x), new Levels(own.scale() * STEEPNESS, own.zero()));
    return next(graph().add("Mul", List.of(x, part(steep))));
  }

  @Override
  public String silu(String x) {
    String part = coding == Coding.SIGNED ? graph().add("Sigmoid", List.of(x)) : part(x);
    return next(graph().add("Mul", List.of(x, part)));
  }

  private String part(String x) {
    return quantised(graph().add("Sigmoid", List.of(x)), coding.parts());
  }

  @Override
  public String relu(String x) {
    return next(super.relu(x));
  }

  @Override
  public String sigmoid(String x) {
    next++;
    return part(x);
  }

  @Override
  public String add(String a, String b) {
    return next(super.add(a, b));
  }

  @Override
  public String scale(String x, String scale) {
    return next(super.scale(x, scale));
  }

  @Override
  public String concat(List<String> parts) {
    return next(super.concat(parts));
  }

  @Override
  public String mean(String x) {
    return next(super.mean(x));
  }

  @Override
  public String maxPool(String x, int kernel) {
    return quantised(super.maxPool(x, kernel), levelsOf(x));
  }

  @Override
  public String upsample(String x) {
    return quantised(super.upsample(x), levelsOf(x));
  }

  private String next(String map) {
    return quantised(map, coding.levels(ranges.get(next++)));
  }

  private Levels levelsOf(String map) {
    Levels known = levels.get(map);
    if (known == null) {
      throw new IllegalStateException(map + " is not quantised");
    }
    return known;
  }

  private String bytesOf(String map) {
    String known = bytes.get(map);
    if (known == null) {
      throw new IllegalStateException(map + " is not quantised");
    }
    return known;
  }

  private String quantised(String map, Levels in) {
    return dequantised(graph().add("QuantizeLinear", List.of(map, scale(in), zero(in))), in);
  }

  private String dequantised(String coded, Levels in) {
    String map = graph().add("DequantizeLinear", List.of(coded, scale(in), zero(in)));
    levels.put(map, in);
    bytes.put(map, coded);
    return map;
  }

  private String scale(Levels in) {
    return constant("scale_" + (float) in.scale(), new int[0], new float[] {(float) in.scale()});
  }

  private String zero(Levels in) {
    String name = "zero_" + in.zero();
    return graph().constant(OnnxParts.bytes(name, coding.type(), new int[0], (byte) in.zero()));
  }

  /**
   * Of each channel, so large that its bias has a level as well: where the kernel is all but 0,
   * that is all there is of the channel.
   *
   * @param inScale of the map that the convolution is given
   */
  private double[] kernelScales(Conv conv, double inScale) {
    float[] weight = folded.values(conv.weight());
    float[] bias = folded.values(conv.bias());
    double[] scales = new double[conv.out()];
    for (int i = 0; i < weight.length; i++) {
      int channel = i / conv.fanIn();
      scales[channel] = Math.max(scales[channel], Math.abs(weight[i]) / Coding.SIGNED_LEVELS);
    }
    for (int channel = 0; channel < scales.length; channel++) {
      double least = Math.abs(bias[channel]) / (MOST_BIAS_LEVELS * inScale);
      scales[channel] = Math.max(scales[channel], Math.max(least, Coding.LEAST_SCALE));
    }
    return scales;
  }

  private String kernel(Conv conv, double[] scales) {
    float[] weight = folded.values(conv.weight());
    byte[] levels = new byte[weight.length];
    for (int i = 0; i < weight.length; i++) {
      levels[i] = (byte) Math.round(weight[i] / scales[i / conv.fanIn()]);
    }
    String quantised =
        graph()
            .constant(OnnxParts.bytes(conv.weight(), ElementType.INT8, conv.weightShape(), levels));
    byte[] zeros = new byte[scales.length];
    String zero =
        graph()
            .constant(
                OnnxParts.bytes(
                    conv.weight() + ".zero", ElementType.INT8, new int[] {zeros.length}, zeros));
    return perChannel(List.of(quantised, channels(conv.weight(), scales), zero));
  }

  private String bias(Conv conv, double[] scales, double inScale) {
    float[] bias = folded.values(conv.bias());
    double[] biasScales = new double[bias.length];
    int[] levels = new int[bias.length];
    for (int i = 0; i < bias.length; i++) {
      biasScales[i] = (float) scales[i] * (float) inScale;
      levels[i] = (int) Math.rint(bias[i] / biasScales[i]);
    }
    String quantised =
        graph().constant(OnnxParts.ints(conv.bias(), new int[] {levels.length}, levels));
    return perChannel(List.of(quantised, channels(conv.bias(), biasScales)));
  }

  private String channels(String name, double[] scales) {
    float[] values = new float[scales.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) scales[i];
    }
    return constant(name + ".scale", new int[] {values.length}, values);
  }

  private String perChannel(List<String> inputs) {
    return graph().add("DequantizeLinear", inputs, OnnxParts.integer("axis", 0));
  }
}
