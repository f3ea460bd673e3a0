package io.vedette.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An ONNX file of any family that takes one float32 picture of a fixed size and gives float32
 * tensors, on the CPU. Confined to one thread; caller closes.
 */
public final class FloatModel implements AutoCloseable {
  /**
   * One of its results.
   *
   * @param shape its lengths, the slowest first
   * @param values all numbers; its own
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Result(List<Integer> shape, float[] values) {
    public Result {
      shape = List.copyOf(shape);
    }
  }

  private final String name;
  private final OrtSession session;
  private final String input;
  private final Size size;

  private FloatModel(String name, OrtSession session) throws OrtException {
    this.name = name;
    this.session = session;
    NodeInfo only = session.getInputInfo().values().iterator().next();
    this.input = only.getName();
    this.size = size(only);
  }

  /**
   * Opens a file.
   *
   * @param threads of each run
   * @throws Failure of action STOP when it is no such model
   */
  public static FloatModel open(Path file, int threads) {
    String name = String.valueOf(file.getFileName());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      environment.setTelemetry(false);
      options.setIntraOpNumThreads(threads);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtSession session = environment.createSession(file.toString(), options);
      try {
        return new FloatModel(name, session);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw Failure.stop("model %s cannot be run: %s".formatted(file, firstLine(e)), e);
    }
  }

  private Size size(NodeInfo info) {
    if (info.getInfo() instanceof TensorInfo tensor) {
      long[] shape = tensor.getShape();
      boolean isPicture = shape.length == 4 && shape[1] == 3 && shape[2] > 0 && shape[3] > 0;
      if (isPicture && shape[0] <= 1 && tensor.type == OnnxJavaType.FLOAT) {
        return new Size((int) shape[3], (int) shape[2]);
      }
    }
    throw Failure.stop(
        "model %s takes %s; expected float32 [1,3,height,width]".formatted(name, info.getInfo()));
  }

  /** The file's name. */
  public String name() {
    return name;
  }

  /** Of the pictures it takes. */
  public Size size() {
    return size;
  }

  /**
   * Runs it.
   *
   * @param picture {@code [3, height, width]}
   * @return its results in the file's order
   * @throws Failure of action SKIP when it fails
   */
  public List<Result> run(float[] picture) {
    long[] shape = {1, 3, size.height(), size.width()};
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(picture), shape);
        OrtSession.Result results = session.run(Map.of(input, tensor))) {
      List<Result> read = new ArrayList<>();
      for (Map.Entry<String, OnnxValue> one : results) {
        read.add(result(one.getKey(), one.getValue()));
      }
      return read;
    } catch (OrtException e) {
      throw Failure.skip("model %s failed: %s".formatted(name, firstLine(e)), e);
    }
  }

  private Result result(String output, OnnxValue value) {
    if (value instanceof OnnxTensor tensor && tensor.getInfo().type == OnnxJavaType.FLOAT) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      List<Integer> shape =
          Arrays.stream(tensor.getInfo().getShape()).mapToObj(one -> (int) one).toList();
      return new Result(shape, values);
    }
    throw Failure.stop(
        "model %s gives %s at %s; expected float32".formatted(name, value.getInfo(), output));
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
