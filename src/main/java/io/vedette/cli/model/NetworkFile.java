package io.vedette.cli.model;

import io.vedette.file.FileReason;
import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.data.TextFile;
import io.vedette.model.torch.TorchScript;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.weights.OnnxWeights;
import io.vedette.model.weights.Recognition;
import io.vedette.model.yolo.Anchors;
import io.vedette.onnx.ExternalWeights;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The reading of networks from files of any kind: our checkpoints, TorchScript, ONNX. */
final class NetworkFile {
  /** The kind of a file, by its ending. */
  enum Kind {
    CHECKPOINT,
    TORCHSCRIPT,
    ONNX
  }

  private NetworkFile() {}

  static Kind kind(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".onnx")) {
      return Kind.ONNX;
    }
    return name.endsWith(".safetensors") ? Kind.CHECKPOINT : Kind.TORCHSCRIPT;
  }

  /**
   * A network in its trained form.
   *
   * @throws Failure of action STOP when the file holds none
   */
  static Checkpoint checkpoint(Path file) {
    if (kind(file) == Kind.CHECKPOINT) {
      return Checkpoint.read(file);
    }
    PyTorch.require("reading TorchScript");
    TorchScript script = TorchScript.read(file);
    Checkpoint network = Recognition.of(file, script.weights());
    boolean isNamed = script.names().size() == network.names().size();
    return new Checkpoint(
        network.architecture(),
        isNamed ? script.names() : network.names(),
        script.size() > 0 ? Size.square(script.size()) : network.size(),
        network.weights(),
        network.about());
  }

  /** A network in its run form, from any file. */
  static FoldedNetwork folded(Path file) {
    return kind(file) == Kind.ONNX ? OnnxWeights.read(file) : checkpoint(file).folded();
  }

  /**
   * The bytes of a model's file.
   *
   * @throws Failure of action STOP when it cannot be read
   */
  static byte[] read(Path file) {
    try {
      return ExternalWeights.read(file);
    } catch (IOException e) {
      throw Failure.stop("model " + file + " cannot be read: " + FileReason.of(e), e);
    }
  }

  /** Class names of a file, one per line. */
  static @Nullable List<String> names(@Nullable Path file) {
    return file == null ? null : TextFile.names(file);
  }

  /** The names of architectures on the command line. */
  static final class ArchitectureConverter implements ITypeConverter<Architecture> {
    @Override
    public Architecture convert(String text) {
      try {
        return Architecture.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Anchors on the command line. */
  static final class AnchorsConverter implements ITypeConverter<Anchors> {
    @Override
    public Anchors convert(String text) {
      try {
        return Anchors.parse(text);
      } catch (IllegalArgumentException e) {
        String reason = String.valueOf(e.getMessage()).replaceFirst("^anchors: ", "");
        throw new TypeConversionException(reason + " in " + text);
      }
    }
  }
}
