package io.vedette.inference;

import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import io.vedette.runtime.FileReason;
import io.vedette.validation.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A detector's file, read and understood, before it runs on a lane. Immutable. */
public final class OnnxModel {
  /** The detector that ships with the program. */
  public static final String SHIPPED = "repvit_m0_6-yolov5n-384x256.onnx";

  /** The same in integers: a third of the size and faster on CPUs with VNNI. */
  public static final String SHIPPED_INT8 = "repvit_m0_6-yolov5n-384x256-int8.onnx";

  private static final int DIGEST_DIGITS = 12;
  private static final String SUFFIX = ".onnx";
  private static final String INT8 = "int8";

  private final String name;
  private final String digest;
  private final ModelSpec spec;
  private final Size size;
  private final byte[] graph;
  private final boolean hasExactKernels;

  private OnnxModel(String name, byte[] bytes, Size anySize) {
    OnnxFile file = OnnxFile.read(name, bytes);
    this.name = Names.named(name, "model");
    this.digest = sha256(bytes).substring(0, DIGEST_DIGITS);
    this.spec = file.spec();
    this.size = size(spec, anySize);
    this.graph = file.takingBytes(spec);
    this.hasExactKernels = file.hasExactKernels();
  }

  /**
   * Reads the model of the settings.
   *
   * @throws Failure of action STOP when there is none or a worker cannot use it
   */
  public static OnnxModel load(InferenceSettings settings) {
    String path = settings.model();
    if (path == null || path.equals(INT8)) {
      return shipped(path == null ? SHIPPED : SHIPPED_INT8, settings.size());
    }
    return load(Path.of(path), settings.size());
  }

  /**
   * A model out of bytes.
   *
   * @param anySize of the pictures, if it takes any
   * @throws Failure of action STOP when a worker cannot use it
   */
  public static OnnxModel of(String name, byte[] bytes, Size anySize) {
    return new OnnxModel(name, bytes, anySize);
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

  /** Names of the classes by index; empty when the file has none. */
  public List<String> names() {
    return spec.names();
  }

  /** Least confidences of objects by class that it was calibrated to; empty when it was not. */
  public List<Double> confidences() {
    return spec.confidences();
  }

  /** Pictures per run; 0 takes any number. */
  public int batch() {
    return spec.batch();
  }

  /** The name of the tensor that pictures go into. */
  String input() {
    return spec.kind() == ModelSpec.Kind.BYTES ? spec.input() : OnnxFile.BYTES_INPUT;
  }

  /** The name of the tensor that boxes come from. */
  String output() {
    return spec.isHalf() ? OnnxFile.FLOATS_OUTPUT : spec.output();
  }

  /** Whether int8 kernels can be made unsigned; see {@link OnnxFile#hasExactKernels}. */
  boolean hasExactKernels() {
    return hasExactKernels;
  }

  /** The model as ONNX Runtime gets it: uint8 in, float32 out. */
  byte[] graph() {
    return graph;
  }

  private static OnnxModel load(Path path, Size anySize) {
    try {
      return named(String.valueOf(path.getFileName()), Files.readAllBytes(path), anySize);
    } catch (NoSuchFileException e) {
      throw Failure.stop("model " + path + " does not exist; give an ONNX file", e);
    } catch (IOException e) {
      throw Failure.stop("model " + path + " cannot be read: " + FileReason.of(e), e);
    }
  }

  private static OnnxModel shipped(String file, Size anySize) {
    try (@Nullable InputStream in = OnnxModel.class.getResourceAsStream("/models/" + file)) {
      if (in == null) {
        throw Failure.stop("the program's own model is missing; build it again");
      }
      return named(file, in.readAllBytes(), anySize);
    } catch (IOException e) {
      throw Failure.stop("the program's own model cannot be read: " + FileReason.of(e), e);
    }
  }

  private static OnnxModel named(String file, byte[] bytes, Size anySize) {
    boolean hasSuffix = file.endsWith(SUFFIX);
    String name = hasSuffix ? file.substring(0, file.length() - SUFFIX.length()) : file;
    return new OnnxModel(name, bytes, anySize);
  }

  private static Size size(ModelSpec spec, Size anySize) {
    return new Size(
        spec.width() == 0 ? grained(anySize.width(), spec) : spec.width(),
        spec.height() == 0 ? grained(anySize.height(), spec) : spec.height());
  }

  private static int grained(int side, ModelSpec spec) {
    return Math.max(1, Math.round((float) side / spec.stride())) * spec.stride();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
