package io.vedette.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.graph.BytesGraph;
import io.vedette.inference.graph.LaneGraph;
import io.vedette.inference.reading.Points;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.Tensor;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in an ONNX Runtime session; tensors share their memory with the batch's buffers. */
final class OrtLane implements Lane {
  private static final Logger LOG = LoggerFactory.getLogger(OrtLane.class);

  /** The code that ONNX Runtime's messages begin with, and places in its source. */
  private static final Pattern SOURCE =
      Pattern.compile(
          "^Error code - \\w+ - message: "
              + "|/\\S*onnxruntime\\S*:\\d+ .*?\\)(?: const)?(?: \\[with .*?])? (?=\\w)");

  private static final int COLOURS = 3;

  private final OnnxModel model;
  private final LaneGraph graph;
  private final Device device;
  private final OrtSession session;
  private final int batch;
  private final List<List<Integer>> shapes;

  private OrtLane(OnnxModel model, LaneGraph graph, Device device, OrtSession session, int batch)
      throws OrtException {
    this.model = model;
    this.graph = graph;
    this.device = device;
    this.session = session;
    this.batch = batch;
    this.shapes = probe();
    for (int i = 0; i < shapes.size(); i++) {
      requireExpected(graph.results().get(i), shapes.get(i));
    }
    warmUp();
  }

  /** Checks that a result has the declared form, which the file may not keep. */
  private void requireExpected(Value expected, List<Integer> found) {
    boolean isSame = expected.rank() == found.size();
    for (int axis = 1; isSame && axis < found.size() && isRegular(); axis++) {
      isSame = expected.length(axis) == 0 || expected.length(axis) == found.get(axis);
    }
    boolean isBatched = !isRegular() || found.get(0) == Math.max(1, model.batch());
    if (!isSame || !isBatched) {
      throw Failure.stop(
          "model %s cannot be used: its file says that it gives %s, but it gives %s"
              .formatted(model.name(), expected, found));
    }
  }

  private boolean isRegular() {
    return graph.layout().isRegular();
  }

  /** Pictures in a run; on a GPU more than there are, so that shapes are few. */
  private int runs(int pictures) {
    if (model.batch() != 0) {
      return model.batch();
    }
    return device == Device.CPU ? pictures : Buckets.of(pictures, batch);
  }

  /** Runs each shape once on a GPU, so that everything is built now and not while it serves. */
  private void warmUp() throws OrtException {
    if (device == Device.CPU || model.batch() != 0) {
      return;
    }
    try (OrtBatch empty = new OrtBatch()) {
      for (int count : Buckets.all(batch)) {
        empty.run(session, count);
      }
    }
  }

  static OrtLane open(OnnxModel model, InferenceSettings settings) {
    for (Device device : fallBacks(settings.device())) {
      try {
        return open(model, settings, device, device != Device.CPU);
      } catch (OrtException | LinkageError e) {
        if (device == Device.CPU) {
          throw unusable(model, e);
        }
        LOG.warn("inference on {} is not possible here: {}", device.wireName(), firstLine(e));
      }
    }
    throw new IllegalStateException("the CPU is always the last of the list");
  }

  static OrtLane onCpu(OnnxModel model, InferenceSettings settings, boolean isSelected) {
    try {
      return open(model, settings, Device.CPU, isSelected);
    } catch (OrtException e) {
      throw unusable(model, e);
    }
  }

  private static Failure unusable(OnnxModel model, Throwable cause) {
    return Failure.stop(
        "model %s cannot be run: %s".formatted(model.name(), firstLine(cause)), cause);
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
  public Batch newBatch() {
    return new OrtBatch();
  }

  @Override
  public void infer(Batch filled, int pictures) {
    int count = runs(pictures);
    try {
      ((OrtBatch) filled).run(session, count);
    } catch (OrtException e) {
      String reason = firstLine(e);
      String message =
          "model %s failed on %s: %s".formatted(model.name(), Count.pictures(count), reason);
      if (isOutOfMemory(String.valueOf(e.getMessage()))) {
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

  /**
   * Opens it on one device.
   *
   * @param isSelected whether the graph chooses the best boxes: on GPUs, from which all others
   *     would have to be brought back
   */
  private static OrtLane open(
      OnnxModel model, InferenceSettings settings, Device device, boolean isSelected)
      throws OrtException {
    LaneGraph graph = model.graph(isSelected);
    OrtEnvironment environment = OrtRuntime.environment();
    try (OrtSession.SessionOptions options = options(model, settings, device)) {
      OrtSession session = environment.createSession(graph.file(), options);
      try {
        int batch = model.batch() == 0 ? settings.batch() : model.batch();
        return new OrtLane(model, graph, device, session, batch);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }

  private static OrtSession.SessionOptions options(
      OnnxModel model, InferenceSettings settings, Device device) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
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
    OrtProviders.add(options, settings, device, model);
    return options;
  }

  /** Runs once on nothing, which also makes the first real run as fast as the others. */
  private List<List<Integer>> probe() throws OrtException {
    int count = Math.max(1, model.batch());
    try (Batch empty = new PictureBatch(count);
        OnnxTensor input = tensor(empty, count);
        OrtSession.Result result = session.run(Map.of(BytesGraph.INPUT, input))) {
      List<List<Integer>> found = new ArrayList<>();
      for (String output : names()) {
        found.add(ModelProbe.tensor(result, output).shape());
      }
      return found;
    }
  }

  /** Names of the results in the graph. */
  private List<String> names() {
    return graph.results().stream().map(Value::name).toList();
  }

  private OnnxTensor tensor(Batch pictures, int count) throws OrtException {
    long[] shape = {count, model.size().height(), model.size().width(), COLOURS};
    int bytes = (int) (count * model.size().area() * COLOURS);
    return OnnxTensor.createTensor(
        OrtRuntime.environment(), pictures.pictures().slice(0, bytes), shape, OnnxJavaType.UINT8);
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

  /** The first line of a message, without places in ONNX Runtime's source. */
  static String firstLine(Throwable e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    return SOURCE.matcher(line).replaceAll("");
  }

  /** Pictures alone, for a run whose results' shape is not known yet. */
  private final class PictureBatch extends Batch {
    private PictureBatch(int slots) {
      super(slots, pictureBytes());
    }

    @Override
    public Points points(int slot) {
      return Points.NONE;
    }

    @Override
    public void close() {}
  }

  /** Tensors over its memory, per number of pictures, where results are alike in each run. */
  private final class OrtBatch extends Batch {
    private final OnnxTensor[] inputs = new OnnxTensor[batch + 1];
    private final List<FloatBuffer> memory = new ArrayList<>();
    private final Map<Integer, Map<String, OnnxTensor>> outputs = new HashMap<>();
    private List<Tensor> results = List.of();

    private OrtBatch() {
      super(batch, pictureBytes());
      if (isRegular()) {
        shapes.forEach(shape -> memory.add(room(batch * numbers(shape))));
      }
    }

    @Override
    public Points points(int slot) {
      return graph.layout().points(results, slot, model.size());
    }

    /** Runs it in the session of any lane of the model. */
    private void run(OrtSession used, int count) throws OrtException {
      if (inputs[count] == null) {
        inputs[count] = tensor(this, count);
      }
      Map<String, OnnxTensor> pictures = Map.of(BytesGraph.INPUT, inputs[count]);
      if (isRegular()) {
        used.run(pictures, pinned(count)).close(); // the results are in the batch's own memory
      } else {
        copy(used, pictures);
      }
    }

    private void copy(OrtSession used, Map<String, OnnxTensor> pictures) throws OrtException {
      try (OrtSession.Result result = used.run(pictures)) {
        List<Tensor> found = new ArrayList<>();
        for (String output : names()) {
          found.add(ModelProbe.tensor(result, output));
        }
        results = found;
      }
    }

    private Map<String, OnnxTensor> pinned(int count) throws OrtException {
      Map<String, OnnxTensor> present = outputs.get(count);
      if (present != null) {
        return present;
      }
      Map<String, OnnxTensor> made = new HashMap<>();
      List<Tensor> over = new ArrayList<>();
      for (int i = 0; i < memory.size(); i++) {
        List<Integer> shape = new ArrayList<>(shapes.get(i));
        shape.set(0, count);
        FloatBuffer slice = memory.get(i).slice(0, count * numbers(shapes.get(i)));
        long[] lengths = shape.stream().mapToLong(Integer::longValue).toArray();
        made.put(names().get(i), OnnxTensor.createTensor(OrtRuntime.environment(), slice, lengths));
        over.add(new Tensor(shape, memory.get(i)));
      }
      outputs.put(count, made);
      results = over;
      return made;
    }

    @Override
    public void close() {
      for (OnnxTensor input : inputs) {
        if (input != null) {
          input.close();
        }
      }
      outputs.values().forEach(made -> made.values().forEach(OnnxTensor::close));
    }
  }

  /** The number of a result's numbers for one picture. */
  private static int numbers(List<Integer> shape) {
    return shape.stream().skip(1).reduce(1, Math::multiplyExact);
  }

  private static FloatBuffer room(int numbers) {
    return ByteBuffer.allocateDirect(numbers * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
