package io.vedette.app.model;

import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.export.Calibrator;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.export.ExportSettings.Input;
import io.vedette.model.export.ExportSettings.Numbers;
import io.vedette.model.export.OnnxExporter;
import io.vedette.model.layer.Range;
import io.vedette.model.weights.FoldedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What an exported file is to be like. Filled by picocli. */
final class ExportOptions {
  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description =
          "Side of the pictures, a multiple of 32; 0 takes any height and width (default: as"
              + " trained; of a new network 640).")
  private int size = -1;

  @Option(
      names = "--batch",
      paramLabel = "PICTURES",
      defaultValue = "0",
      description = "Pictures per run; 0 takes any number (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--input",
      paramLabel = "KIND",
      defaultValue = "floats",
      description =
          "floats: float32 [batch,3,height,width], 0-1, as YOLOv5 writes it; bytes: uint8"
              + " [batch,height,width,3], which is faster (default: ${DEFAULT-VALUE}).")
  private Input input = Input.FLOATS;

  @Option(
      names = "--numbers",
      paramLabel = "TYPE",
      defaultValue = "fp32",
      converter = NumbersConverter.class,
      description =
          "What it computes with: fp32, fp16, int8 (for CPUs with VNNI), int8-signed (for TensorRT)"
              + " (default: ${DEFAULT-VALUE}).")
  private Numbers numbers = Numbers.FP32;

  @Option(
      names = "--calibrate",
      paramLabel = "PLACE",
      description =
          "Data set whose pictures say which values occur; int8 needs it. As --data of vedette model"
              + " train.")
  private @Nullable Path calibration;

  ExportSettings settings(int trained, @Nullable CommandSpec spec) {
    try {
      return new ExportSettings(input, numbers, size < 0 ? trained : size, batch);
    } catch (IllegalArgumentException e) {
      throw ModelCommand.misuse(spec, e);
    }
  }

  byte[] export(FoldedNetwork network, ExportSettings settings, @Nullable CommandSpec spec) {
    if (!settings.numbers().isInteger()) {
      return OnnxExporter.export(network, settings);
    }
    if (calibration == null) {
      throw ModelCommand.misuse(
          spec, new IllegalArgumentException("integers need pictures: --calibrate DATA"));
    }
    PyTorch.require("calibrating");
    int size = settings.size() == 0 ? network.size() : settings.size();
    try (DataSet data = DataSetReader.read(calibration, size)) {
      List<Range> ranges = Calibrator.ranges(network, data, size);
      return OnnxExporter.quantised(network, settings, ranges);
    }
  }

  String describe(ExportSettings settings) {
    return settings.numbers().word();
  }

  /** Reads what is computed with. */
  static final class NumbersConverter implements ITypeConverter<Numbers> {
    @Override
    public Numbers convert(String text) {
      return Stream.of(Numbers.values())
          .filter(one -> one.word().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected fp32, fp16, int8 or int8-signed, found " + text));
    }
  }
}
