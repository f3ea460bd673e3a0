package io.vedette.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.runtime.Failure;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in an ONNX Runtime session; tensors share their memory with the batch's buffers. */
final class OrtLane implements Lane {
  private static final Logger LOG = LoggerFactory.getLogger(OrtLane.class);
  private static final int COLOURS = 3;
  private static final int BOX_COLUMNS = 5;

  private final OnnxModel model;
  private final Device device;
  private final OrtSession session;
  private final int batch;
  private final int rows;
  private final int columns;

  private OrtLane(OnnxModel model, Device device, OrtSession session, int batch)
      throws OrtException {
    this.model = model;
    this.device = device;
    this.session = session;
    this.batch = batch;
    long[] shape = probe();
    if (shape.length != 3 || shape[2] <= BOX_COLUMNS || isTurned(shape, model.size())) {
      throw Failure.stop(
          "model %s cannot be used: its output is %s, expected [batch,rows,5+classes]"
              .formatted(model.name(), Arrays.toString(shape)));
    }
    this.rows = (int) shape[1];
    this.columns = (int) shape[2];
  }

  /** Later YOLO versions put one cell into each column and leave out the objectness. */
  private static boolean isTurned(long[] shape, Size size) {
    long cells = LongStream.of(8, 16, 32).map(i -> (size.width() / i) * (size.height() / i)).sum();
    return shape[2] == cells && shape[1] < cells;
  }

  static OrtLane open(OnnxModel model, InferenceSettings settings) {
    for (Device device : fallBacks(settings.device())) {
      try {
        return open(model, settings, device);
      } catch (OrtException | LinkageError e) {
        if (device == Device.CPU) {
          throw Failure.stop("model %s cannot be run: %s".formatted(model.name(), firstLine(e)), e);
        }
        LOG.warn("inference on {} is not possible here: {}", device.wireName(), firstLine(e));
      }
    }
    throw new IllegalStateException("the CPU is always the last of the list");
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public Batch newBatch() {
    return new OrtBatch();
  }

  @Override
  public void infer(Batch filled, int pictures) {
    int count = model.batch() == 0 ? pictures : model.batch();
    try {
      ((OrtBatch) filled).run(count).close(); // the results are in the batch's own memory
    } catch (OrtException e) {
      String reason = firstLine(e);
      String message = "model %s failed on %d pictures: %s".formatted(model.name(), count, reason);
      if (isOutOfMemory(reason)) {
        throw new OutOfMemory(message, e);
      }
      throw Failure.skip(message, e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      LOG.warn("model {} did not close: {}", model.name(), e.getMessage());
    }
  }

  private static List<Device> fallBacks(Device wanted) {
    return switch (wanted) {
      case TENSORRT -> List.of(Device.TENSORRT, Device.CUDA, Device.CPU);
      case CUDA -> List.of(Device.CUDA, Device.CPU);
      default -> List.of(Device.CPU);
    };
  }

  private static OrtLane open(OnnxModel model, InferenceSettings settings, Device device)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    // Also where the launcher was not used, which keeps all of it off.
    environment.setTelemetry(false);
    try (OrtSession.SessionOptions options = options(model, settings, device)) {
      OrtSession session = environment.createSession(model.graph(), options);
      try {
        int batch = model.batch() == 0 ? settings.batch() : model.batch();
        return new OrtLane(model, device, session, batch);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }

  private static OrtSession.SessionOptions options(
      OnnxModel model, InferenceSettings settings, Device device) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    if (settings.threads() > 0) {
      options.setIntraOpNumThreads(settings.threads());
    }
    // Spinning threads would take the cores from decoding between two runs.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    if (model.hasExactKernels()) {
      options.addConfigEntry("session.x64quantprecision", "1");
    }
    // Shapes vary with the number of pictures, which patterns would be kept for.
    options.setMemoryPatternOptimization(model.batch() != 0);
    OrtProviders.add(options, settings, device);
    return options;
  }

  /** Runs once on nothing, which also makes the first real run as fast as the others. */
  private long[] probe() throws OrtException {
    int count = model.batch() == 0 ? 1 : model.batch();
    try (Batch empty = new PictureBatch(count);
        OnnxTensor input = tensor(empty, count);
        OrtSession.Result result = session.run(Map.of(model.input(), input))) {
      return ((TensorInfo) result.get(model.output()).orElseThrow().getInfo()).getShape();
    }
  }

  private OnnxTensor tensor(Batch pictures, int count) throws OrtException {
    long[] shape = {count, model.size().height(), model.size().width(), COLOURS};
    int bytes = (int) (count * model.size().area() * COLOURS);
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(),
        pictures.pictures().slice(0, bytes),
        shape,
        OnnxJavaType.UINT8);
  }

  private int pictureBytes() {
    return (int) model.size().area() * COLOURS;
  }

  private static boolean isOutOfMemory(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    return lower.contains("out of memory")
        || lower.contains("failed to allocate")
        || lower.contains("cuda_error_out_of_memory")
        || lower.contains("bad_alloc");
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  /** Pictures alone, for a run whose results' shape is not known yet. */
  private final class PictureBatch extends Batch {
    private PictureBatch(int slots) {
      super(slots, pictureBytes(), 0);
    }

    @Override
    public void close() {}
  }

  /** Buffers and, per number of pictures, the tensors over them. */
  private final class OrtBatch extends Batch {
    private final OnnxTensor[] inputs = new OnnxTensor[batch + 1];
    private final OnnxTensor[] outputs = new OnnxTensor[batch + 1];

    private OrtBatch() {
      super(batch, pictureBytes(), rows * columns);
    }

    private OrtSession.Result run(int count) throws OrtException {
      if (inputs[count] == null) {
        inputs[count] = tensor(this, count);
        outputs[count] = output(count);
      }
      return session.run(
          Map.of(model.input(), inputs[count]), Map.of(model.output(), outputs[count]));
    }

    private OnnxTensor output(int count) throws OrtException {
      FloatBuffer slice = results().slice(0, count * rows * columns);
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), slice, new long[] {count, rows, columns});
    }

    @Override
    public void close() {
      for (int i = 0; i <= batch; i++) {
        if (inputs[i] != null) {
          inputs[i].close();
          outputs[i].close();
        }
      }
    }
  }
}
