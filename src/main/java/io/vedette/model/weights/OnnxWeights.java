package io.vedette.model.weights;

import io.vedette.model.Architecture;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Weights;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.Head;
import io.vedette.onnx.ClassNames;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.Proto;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Networks out of ONNX files, whoever wrote them: recognised by their convolutions, which are taken
 * in the order of the graph.
 */
public final class OnnxWeights {
  private static final int USUAL_SIZE = 640;
  private static final String OWN = "vedette.";
  private static final Set<String> COMPUTED =
      Set.of("vedette.architecture", "vedette.classes", "vedette.anchors", "vedette.numbers");

  private final Path file;
  private final Proto model;
  private final Map<String, Proto> tensors = new HashMap<>();

  /** Names of weight and bias of each convolution, in the graph's order. */
  private final List<List<String>> convolutions = new ArrayList<>();

  private OnnxWeights(Path file, Proto model) {
    this.file = file;
    this.model = model;
    Proto graph = model.message(OnnxFields.MODEL_GRAPH);
    graph
        .messages(OnnxFields.GRAPH_INITIALIZER)
        .forEach(tensor -> tensors.put(tensor.text(OnnxFields.TENSOR_NAME), tensor));
    graph
        .messages(OnnxFields.GRAPH_NODE)
        .filter(node -> node.text(OnnxFields.NODE_OPERATOR).equals("Conv"))
        .forEach(node -> convolutions.add(node.texts(OnnxFields.NODE_INPUT).skip(1).toList()));
  }

  /**
   * Reads a network.
   *
   * @throws Failure of action STOP when it is none of the known architectures in float32
   */
  public static FoldedNetwork read(Path file) {
    try {
      return new OnnxWeights(file, Proto.read(ByteBuffer.wrap(Files.readAllBytes(file)))).network();
    } catch (NoSuchFileException e) {
      throw Failure.stop("weights " + file + " do not exist", e);
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.stop("weights %s are no ONNX file: %s".formatted(file, e.getMessage()), e);
    }
  }

  private FoldedNetwork network() {
    int classes =
        convolutions.isEmpty() || convolutions.get(convolutions.size() - 1).isEmpty()
            ? 0
            : (int) (shape(last())[0] / Head.ANCHORS) - Head.BOX;
    for (Architecture architecture : classes < 1 ? List.<Architecture>of() : Architecture.all()) {
      List<Conv> convs = architecture.folded(classes, 320).convs();
      if (matches(convs)) {
        return new FoldedNetwork(architecture, names(classes), size(), weights(convs), about());
      }
    }
    throw Failure.stop(
        "weights "
            + file
            + " are of no architecture known here, or not in float32; known are RepViT-YOLOv5 and"
            + " YOLOv5 with folded convolutions");
  }

  private String last() {
    return convolutions.get(convolutions.size() - 1).get(0);
  }

  private boolean matches(List<Conv> convs) {
    return convs.size() == convolutions.size()
        && IntStream.range(0, convs.size()).allMatch(i -> matches(convs.get(i), i));
  }

  private boolean matches(Conv conv, int index) {
    List<String> names = convolutions.get(index);
    long[] weight = Arrays.stream(conv.weightShape()).asLongStream().toArray();
    return names.size() == 2
        && Arrays.equals(shape(names.get(0)), weight)
        && Arrays.equals(shape(names.get(1)), new long[] {conv.out()});
  }

  /** Of a float32 tensor; of no dimensions when there is none. */
  private long[] shape(String name) {
    @Nullable Proto tensor = tensors.get(name);
    return tensor != null && element(tensor) == ElementType.FLOAT
        ? tensor.numbers(OnnxFields.TENSOR_DIMENSION).toArray()
        : new long[] {0};
  }

  private static ElementType element(Proto tensor) {
    return ElementType.of(tensor.number(OnnxFields.TENSOR_TYPE).orElse(0L));
  }

  private Weights weights(List<Conv> convs) {
    Weights weights = new Weights();
    for (int i = 0; i < convs.size(); i++) {
      weights.put(
          convs.get(i).weight(), convs.get(i).weightShape(), floats(convolutions.get(i).get(0)));
      weights.put(convs.get(i).bias(), floats(convolutions.get(i).get(1)));
    }
    @Nullable String anchors = metadata().get("vedette.anchors");
    if (anchors != null) {
      Anchors.parse(anchors).putInto(weights);
    }
    return weights;
  }

  private float[] floats(String name) {
    @Nullable Proto tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException(name + " has a shape");
    }
    ByteBuffer bytes =
        tensor
            .bytes(OnnxFields.TENSOR_RAW)
            .findFirst()
            .or(() -> tensor.bytes(OnnxFields.TENSOR_FLOATS).findFirst())
            .orElseThrow(() -> new IllegalArgumentException(name + " has no numbers"));
    FloatBuffer numbers = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[numbers.remaining()];
    numbers.get(values);
    return values;
  }

  private List<String> names(int classes) {
    @Nullable String literal = metadata().get("names");
    List<String> names = literal == null ? List.of() : ClassNames.parse(literal);
    return names.size() == classes
        ? names
        : IntStream.range(0, classes).mapToObj(i -> "class" + i).toList();
  }

  /** The largest of the input's dimensions; the usual size when it takes any. */
  private int size() {
    return model
        .message(OnnxFields.MODEL_GRAPH)
        .messages(OnnxFields.GRAPH_INPUT)
        .findFirst()
        .map(input -> input.message(OnnxFields.VALUE_TYPE).message(OnnxFields.TYPE_TENSOR))
        .map(type -> type.message(OnnxFields.TYPE_SHAPE))
        .flatMap(
            shape ->
                shape
                    .messages(OnnxFields.SHAPE_DIMENSION)
                    .map(dimension -> dimension.number(OnnxFields.DIMENSION_VALUE).orElse(0L))
                    .filter(size -> size >= 32)
                    .max(Long::compare))
        .map(Long::intValue)
        .orElse(USUAL_SIZE);
  }

  /** Texts of ours about it. */
  private Map<String, String> about() {
    Map<String, String> about = new LinkedHashMap<>();
    metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith(OWN) && !COMPUTED.contains(key)) {
                about.put(key.substring(OWN.length()), value);
              }
            });
    return about;
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    model
        .messages(OnnxFields.MODEL_METADATA)
        .forEach(
            entry ->
                metadata.put(entry.text(OnnxFields.ENTRY_KEY), entry.text(OnnxFields.ENTRY_VALUE)));
    return metadata;
  }
}
