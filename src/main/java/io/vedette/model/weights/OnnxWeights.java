package io.vedette.model.weights;

import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Weights;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.Head;
import io.vedette.onnx.ClassNames;
import io.vedette.onnx.ExternalWeights;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.OnnxHeader;
import io.vedette.onnx.Proto;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The reading of networks from ONNX files of any exporter: recognised by their convolutions, which
 * are read in the order of the graph.
 */
public final class OnnxWeights {
  private static final Size USUAL_SIZE = Size.square(640);
  private static final int CHANNELS = 3;
  private static final String OWN = "vedette.";
  private static final String NUMBERS = "vedette.numbers";
  private static final String EXACT = "fp32";
  private static final Set<String> COMPUTED =
      Set.of("vedette.architecture", "vedette.classes", "vedette.anchors", NUMBERS);

  private final Path file;
  private final Proto model;
  private final OnnxHeader header;
  private final OnnxTensors tensors;

  /** Names of weight and bias of each convolution, in the graph's order. */
  private final List<List<String>> convolutions = new ArrayList<>();

  private OnnxWeights(Path file, Proto model) {
    this.file = file;
    this.model = model;
    this.header = OnnxHeader.of(model);
    Proto graph = model.message(OnnxFields.MODEL_GRAPH);
    this.tensors = new OnnxTensors(graph);
    graph
        .messages(OnnxFields.GRAPH_NODE)
        .filter(node -> node.text(OnnxFields.NODE_OPERATOR).equals("Conv"))
        .forEach(node -> convolutions.add(node.texts(OnnxFields.NODE_INPUT).skip(1).toList()));
  }

  /**
   * Looks into a file.
   *
   * @throws Failure of action STOP when it is no ONNX
   */
  public static OnnxWeights in(Path file) {
    try {
      return new OnnxWeights(file, Proto.read(ByteBuffer.wrap(ExternalWeights.read(file))));
    } catch (NoSuchFileException e) {
      throw Failure.stop("weights " + file + " do not exist", e);
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.stop("weights %s are no ONNX file: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads a network.
   *
   * @throws Failure of action STOP when it is none of the known architectures
   */
  public static FoldedNetwork read(Path file) {
    return in(file)
        .network()
        .orElseThrow(
            () ->
                Failure.stop(
                    "weights "
                        + file
                        + " are of no architecture known here; known are RepViT-YOLOv5 and YOLOv5"
                        + " with folded convolutions"));
  }

  /** The file's header. */
  public OnnxHeader header() {
    return header;
  }

  /**
   * The network, if it is of a known architecture.
   *
   * @throws Failure of action STOP when its numbers cannot be read
   */
  public Optional<FoldedNetwork> network() {
    int classes = classes();
    for (Architecture architecture : classes < 1 ? List.<Architecture>of() : Architecture.all()) {
      List<Conv> convs = architecture.folded(classes, USUAL_SIZE).convs();
      if (matches(convs)) {
        return Optional.of(
            new FoldedNetwork(architecture, names(classes), size(), weights(convs), about()));
      }
    }
    return Optional.empty();
  }

  /** The classes as counted from the last convolution, the head's; none when it is no head. */
  private int classes() {
    List<String> last =
        convolutions.isEmpty() ? List.of() : convolutions.get(convolutions.size() - 1);
    long[] shape = last.isEmpty() ? new long[0] : tensors.shape(last.get(0));
    return shape.length == 0 ? 0 : (int) (shape[0] / Head.ANCHORS) - Head.BOX;
  }

  private boolean matches(List<Conv> convs) {
    return convs.size() == convolutions.size()
        && IntStream.range(0, convs.size()).allMatch(i -> matches(convs.get(i), i));
  }

  private boolean matches(Conv conv, int index) {
    List<String> names = convolutions.get(index);
    long[] weight = Arrays.stream(conv.weightShape()).asLongStream().toArray();
    return names.size() == 2
        && Arrays.equals(tensors.shape(names.get(0)), weight)
        && Arrays.equals(tensors.shape(names.get(1)), new long[] {conv.out()});
  }

  private Weights weights(List<Conv> convs) {
    Weights weights = new Weights();
    try {
      for (int i = 0; i < convs.size(); i++) {
        Conv conv = convs.get(i);
        List<String> names = convolutions.get(i);
        weights.put(conv.weight(), conv.weightShape(), tensors.floats(names.get(0)));
        weights.put(conv.bias(), tensors.floats(names.get(1)));
      }
    } catch (IllegalArgumentException e) {
      throw Failure.stop("weights %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    @Nullable String anchors = header.metadata().get("vedette.anchors");
    if (anchors != null) {
      Anchors.parse(anchors).putInto(weights);
    }
    return weights;
  }

  private List<String> names(int classes) {
    @Nullable String literal = header.metadata().get("names");
    List<String> names = literal == null ? List.of() : ClassNames.parse(literal);
    return names.size() == classes ? names : ClassNames.unnamed(classes);
  }

  /** The input's width and height, channels first or last; the usual size when it takes any. */
  private Size size() {
    List<Integer> shape =
        model
            .message(OnnxFields.MODEL_GRAPH)
            .messages(OnnxFields.GRAPH_INPUT)
            .limit(1)
            .map(input -> input.message(OnnxFields.VALUE_TYPE).message(OnnxFields.TYPE_TENSOR))
            .flatMap(
                type -> type.message(OnnxFields.TYPE_SHAPE).messages(OnnxFields.SHAPE_DIMENSION))
            .map(dimension -> dimension.number(OnnxFields.DIMENSION_VALUE).orElse(0L).intValue())
            .toList();
    if (shape.size() != 4) {
      return USUAL_SIZE;
    }
    int high = shape.get(1) == CHANNELS ? 2 : 1;
    boolean isKnown = shape.get(high) > 0 && shape.get(high + 1) > 0;
    return isKnown ? new Size(shape.get(high + 1), shape.get(high)) : USUAL_SIZE;
  }

  /** Texts of ours about it; an accuracy only of the numbers that it was measured with. */
  private Map<String, String> about() {
    Map<String, String> about = new LinkedHashMap<>();
    header
        .metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith(OWN) && !COMPUTED.contains(key)) {
                about.put(key.substring(OWN.length()), value);
              }
            });
    if (!EXACT.equals(header.metadata().getOrDefault(NUMBERS, EXACT))) {
      about.keySet().removeAll(FoldedNetwork.MEASURED);
    }
    return about;
  }
}
