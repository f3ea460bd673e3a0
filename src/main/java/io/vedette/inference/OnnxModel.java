package io.vedette.inference;

import io.vedette.file.FileReason;
import io.vedette.geometry.Size;
import io.vedette.inference.graph.LaneGraph;
import io.vedette.inference.graph.OnnxFile;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.spec.ModelDescription;
import io.vedette.inference.spec.ModelSpec;
import io.vedette.inference.spec.NamesSetting;
import io.vedette.inference.spec.Recogniser;
import io.vedette.onnx.ExternalWeights;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import io.vedette.validation.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A detector's file whose input and output are recognised, before it runs on a lane. Immutable. */
public final class OnnxModel {
  /** The detector that ships with the program. */
  public static final String SHIPPED = "repvit_m0_6-yolov5n-384x256.onnx";

  /** The shipped model in integers: a third of the size and faster on CPUs with VNNI. */
  public static final String SHIPPED_INT8 = "repvit_m0_6-yolov5n-384x256-int8.onnx";

  private static final int DIGEST_DIGITS = 12;
  private static final String SUFFIX = ".onnx";
  private static final String INT8 = "int8";

  private static final Size USUAL_SIZE = Size.square(640);
  private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);

  private final String name;
  private final String digest;
  private final OnnxFile file;
  private final ModelSpec spec;
  private final Size size;
  private final DetectorFormat reading;
  private final List<Value> outputs;
  private final List<String> names;
  private final List<Double> confidences;

  private OnnxModel(String name, byte[] bytes, InferenceSettings settings) {
    this.file = OnnxFile.read(name, bytes);
    this.name = Names.named(name, "model");
    this.digest = sha256(bytes).substring(0, DIGEST_DIGITS);
    this.spec = file.spec();
    this.size = spec.size(sizeOf(file, settings));
    List<String> given = NamesSetting.of(settings.names());
    List<String> known = given.isEmpty() ? file.names() : given;
    Sample sample = new Sample(size, new ModelProbe(file, size, known));
    this.reading = Recogniser.read(this.name, sample, settings.family());
    this.outputs =
        reading.outputs().stream().map(output -> sample.output(output).orElseThrow()).toList();
    requireFile(settings.names(), given);
    this.names = known;
    this.confidences = file.confidences(known.size());
  }

  /** One name for several classes is that of a file, which is not there. */
  private void requireFile(List<String> set, List<String> given) {
    if (given.size() == 1 && given.equals(set) && reading.classes() > 1) {
      throw Failure.stop(
          "names %s: there is no such file, and the model has %d classes; give a file, or a name for each"
              .formatted(given.get(0), reading.classes()));
    }
  }

  /** The size that the settings name, else the file, else the usual one. */
  private static Size sizeOf(OnnxFile file, InferenceSettings settings) {
    Size given = settings.size();
    return given == null ? file.usualSize().orElse(USUAL_SIZE) : given;
  }

  /**
   * Reads the model of the settings.
   *
   * @throws Failure of action STOP when there is none or a worker cannot use it
   */
  public static OnnxModel load(InferenceSettings settings) {
    String path = settings.model();
    if (path == null || path.equals(INT8)) {
      return shipped(path == null ? SHIPPED : SHIPPED_INT8, settings);
    }
    return load(Path.of(path), settings);
  }

  /**
   * A model out of bytes.
   *
   * @param anySize the pictures' size, if it takes any
   * @throws Failure of action STOP when a worker cannot use it
   */
  public static OnnxModel of(String name, byte[] bytes, Size anySize) {
    return of(name, bytes, InferenceSettings.cpu().withSize(anySize));
  }

  /**
   * A model out of bytes.
   *
   * @param settings of which the model's file is not read
   * @throws Failure of action STOP when a worker cannot use it
   */
  public static OnnxModel of(String name, byte[] bytes, InferenceSettings settings) {
    return new OnnxModel(withoutSuffix(name), bytes, settings);
  }

  private static String withoutSuffix(String file) {
    return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
  }

  /** The file's name without its ending. */
  public String name() {
    return name;
  }

  /** First 12 hexadecimal digits of the file's SHA-256. */
  public String digest() {
    return digest;
  }

  /** Size of the pictures it sees. */
  public Size size() {
    return size;
  }

  /** Whether pictures may have another size, given by {@link InferenceSettings#size}. */
  public boolean takesAnySize() {
    return spec.width() == 0 && spec.height() == 0;
  }

  /**
   * Names of the classes by index: those of the settings, else of the file, else COCO's where there
   * are as many.
   *
   * @throws Failure of action STOP when there are none, or not as many as classes
   */
  public List<String> names() {
    List<String> found = names.isEmpty() ? usualNames() : names;
    if (reading.classes() > 0 && found.size() != reading.classes()) {
      throw Failure.stop(
          "model %s has %s, but %s: %s"
              .formatted(
                  name,
                  Count.classes(reading.classes()),
                  Count.of(found.size(), "name"),
                  String.join(", ", found)));
    }
    return found;
  }

  private List<String> usualNames() {
    if (reading.usualNames().isEmpty()) {
      throw Failure.stop(
          "model %s has %s and no names for them; give a file of names, one on each line, as inference.names or --names"
              .formatted(name, Count.classes(reading.classes())));
    }
    return reading.usualNames();
  }

  /** Names of the classes and where they are from, for people. */
  public String labelling() {
    if (!names.isEmpty()) {
      boolean isOther = reading.classes() > 0 && names.size() != reading.classes();
      return names.size()
          + (isOther ? ", but " + Count.classes(reading.classes()) : "")
          + ": "
          + String.join(", ", names);
    }
    return reading.usualNames().isEmpty()
        ? "none for %s; give --names".formatted(Count.classes(reading.classes()))
        : "none in the file; COCO's %d".formatted(reading.usualNames().size());
  }

  /** Least confidences of objects by class that it was calibrated to; empty when it was not. */
  public List<Double> confidences() {
    return confidences;
  }

  /** The format by which it was recognised. */
  public DetectorFormat reading() {
    return reading;
  }

  /** The description of its inputs and results, for people. */
  public ModelDescription description() {
    return ModelDescription.of(spec, size, reading, outputs);
  }

  /** Pictures per run; 0 takes any number. */
  public int batch() {
    return spec.batch();
  }

  /** The bytes of a device's results for each picture; 0 where that varies. */
  public long resultBytes(InferenceSettings.Device device) {
    LaneGraph made = graph(device != InferenceSettings.Device.CPU);
    long numbers =
        made.results().stream()
            .mapToLong(
                result ->
                    result.shape().stream()
                        .skip(1)
                        .mapToLong(one -> one)
                        .reduce(1, (a, b) -> a * b))
            .sum();
    return made.layout().isRegular() ? numbers * Float.BYTES : 0;
  }

  /** Whether its weights are integers. */
  boolean isInt8() {
    return file.hasOperator("QuantizeLinear");
  }

  /** Whether int8 kernels can be made unsigned; see {@link OnnxFile#hasExactKernels}. */
  boolean hasExactKernels() {
    return file.hasExactKernels();
  }

  /**
   * The model as ONNX Runtime gets it.
   *
   * @param isSelected whether the graph chooses the best boxes, where its family lets it
   */
  LaneGraph graph(boolean isSelected) {
    return (isSelected
            ? LaneGraph.selected(file, size, reading, outputs)
            : Optional.<LaneGraph>empty())
        .orElseGet(() -> LaneGraph.whole(file, size, reading, outputs));
  }

  private static OnnxModel load(Path path, InferenceSettings settings) {
    try {
      return named(String.valueOf(path.getFileName()), ExternalWeights.read(path), settings);
    } catch (NoSuchFileException e) {
      throw Failure.stop("model " + path + " does not exist; give an ONNX file", e);
    } catch (IOException e) {
      throw Failure.stop("model " + path + " cannot be read: " + FileReason.of(e), e);
    }
  }

  private static OnnxModel shipped(String file, InferenceSettings settings) {
    try (@Nullable InputStream in = OnnxModel.class.getResourceAsStream("/models/" + file)) {
      if (in == null) {
        throw Failure.stop("the program's own model is missing; build it again");
      }
      return named(file, in.readAllBytes(), settings);
    } catch (IOException e) {
      throw Failure.stop("the program's own model cannot be read: " + FileReason.of(e), e);
    }
  }

  private static OnnxModel named(String file, byte[] bytes, InferenceSettings settings) {
    OnnxModel model = of(file, bytes, settings);
    if (model.names.isEmpty()) {
      LOG.warn(
          "model {} has no class names; using COCO's {}: if it was trained with other classes, set inference.names",
          model.name,
          model.names().size());
    }
    return model;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
