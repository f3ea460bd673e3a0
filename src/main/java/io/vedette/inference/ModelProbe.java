package io.vedette.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.vedette.geometry.Size;
import io.vedette.inference.graph.BytesGraph;
import io.vedette.inference.graph.OnnxFile;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.Tensor;
import io.vedette.inference.spec.ModelSpec;
import io.vedette.onnx.ElementType;
import io.vedette.runtime.Failure;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sample of a model: the declarations of its file and, if these are ambiguous, its results for a
 * test picture. It is run once at most, on the CPU. Confined to one thread.
 */
final class ModelProbe implements Sample.Source {
  private static final int DENSE_RANK = 3;

  private final OnnxFile file;
  private final ModelSpec spec;
  private final Size size;
  private final List<String> names;
  private @Nullable Map<String, Tensor> results;

  /**
   * @param size the test picture's size
   * @param names the names of classes
   */
  ModelProbe(OnnxFile file, Size size, List<String> names) {
    this.file = file;
    this.spec = file.spec();
    this.size = size;
    this.names = names;
  }

  @Override
  public Value picture() {
    return spec.picture();
  }

  @Override
  public List<Value> others() {
    return spec.others();
  }

  @Override
  public Map<String, String> metadata() {
    return file.metadata();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public Set<String> operatorsBefore(String output) {
    return file.operatorsBefore(output);
  }

  @Override
  public boolean hasOperator(String operator) {
    return file.hasOperator(operator);
  }

  @Override
  public Map<String, Long> cutOff() {
    return file.cutOff();
  }

  /**
   * The results as the file declares them if that is complete, else as the test picture shows them.
   */
  @Override
  public List<Value> outputs() {
    List<Value> declared = file.outputs();
    return declared.stream().allMatch(ModelProbe::isKnown)
        ? declared
        : declared.stream().map(this::measured).toList();
  }

  private static boolean isKnown(Value output) {
    return output.rank() >= DENSE_RANK
        && output.shape().stream().skip(1).allMatch(length -> length > 0);
  }

  private Value measured(Value declared) {
    return isReadable(declared)
        ? new Value(declared.name(), declared.type(), run(declared.name()).shape())
        : declared;
  }

  private static boolean isReadable(Value output) {
    return output.type() != ElementType.OTHER;
  }

  @Override
  public Tensor run(String output) {
    Map<String, Tensor> all = results == null ? results(file.outputs()) : results;
    results = all;
    Tensor found = all.get(output);
    if (found == null) {
      throw failed("it gives no numbers at " + output, null);
    }
    return found;
  }

  private Map<String, Tensor> results(List<Value> outputs) {
    BytesGraph graph = new BytesGraph(file, size, PictureForm.YOLO);
    List<Value> read = outputs.stream().filter(ModelProbe::isReadable).toList();
    read.forEach(graph::with);
    OrtEnvironment environment = OrtRuntime.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      try (OrtSession session = environment.createSession(graph.toBytes(), options);
          OnnxTensor pictures = pictures(environment);
          OrtSession.Result result = session.run(Map.of(BytesGraph.INPUT, pictures))) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Value output : read) {
          tensors.put(output.name(), tensor(result, BytesGraph.output(output)));
        }
        return tensors;
      }
    } catch (OrtException e) {
      throw failed(OrtLane.firstLine(e), e);
    }
  }

  private OnnxTensor pictures(OrtEnvironment environment) throws OrtException {
    int count = Math.max(1, spec.batch());
    int bytes = (int) size.area() * 3;
    ByteBuffer pixels = ByteBuffer.allocateDirect(count * bytes);
    for (int i = 0; i < count; i++) {
      TestPicture.draw(pixels.slice(i * bytes, bytes), size);
    }
    long[] shape = {count, size.height(), size.width(), 3};
    return OnnxTensor.createTensor(environment, pixels, shape, OnnxJavaType.UINT8);
  }

  /** A copy of a result. */
  static Tensor tensor(OrtSession.Result result, String output) throws OrtException {
    OnnxTensor value = (OnnxTensor) result.get(output).orElseThrow();
    long[] shape = value.getInfo().getShape();
    List<Integer> lengths = new ArrayList<>();
    Arrays.stream(shape).forEach(length -> lengths.add((int) length));
    boolean isEmpty = Arrays.stream(shape).anyMatch(length -> length == 0);
    FloatBuffer numbers = isEmpty ? FloatBuffer.allocate(0) : value.getFloatBuffer();
    return new Tensor(lengths, numbers);
  }

  private Failure failed(String why, @Nullable Throwable cause) {
    String message = "model %s cannot be run: %s".formatted(file.name(), why);
    return cause == null ? Failure.stop(message) : Failure.stop(message, cause);
  }
}
