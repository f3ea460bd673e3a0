package io.vedette.cli.model;

import io.vedette.cli.option.SettingsOptions;
import io.vedette.geometry.Size;
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

/** The options of an exported file. Filled by picocli. */
final class ExportOptions {
  private static final String ANY_SIZE = "0";

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description =
          "Size of the pictures, multiples of 32: a side as 320, or width and height as 416x256; 0"
              + " takes any size (default: as trained; of a new network 640).")
  private @Nullable String size;

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

  ExportSettings settings(Size trained, @Nullable CommandSpec spec) {
    try {
      return new ExportSettings(input, numbers, size == null ? trained : size(size), batch);
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
  }

  /** The size of a text; null for any size. */
  private static @Nullable Size size(String text) {
    if (text.equals(ANY_SIZE)) {
      return null;
    }
    try {
      return Size.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--size: %s, or 0 for any; found %s".formatted(e.getMessage(), text), e);
    }
  }

  byte[] export(FoldedNetwork network, ExportSettings settings, @Nullable CommandSpec spec) {
    if (!settings.numbers().isInteger()) {
      return OnnxExporter.export(network, settings);
    }
    if (calibration == null) {
      throw SettingsOptions.misuse(spec, "integers need pictures: --calibrate DATA");
    }
    PyTorch.require("calibrating");
    Size pictures = settings.size() == null ? network.size() : settings.size();
    int longest = Math.max(pictures.width(), pictures.height());
    try (DataSet data = DataSetReader.read(calibration, longest)) {
      List<Range> ranges = Calibrator.ranges(network, data, pictures);
      return OnnxExporter.quantised(network, settings, ranges);
    }
  }

  String describe(ExportSettings settings) {
    return settings.numbers().wireName();
  }

  /** The types of numbers on the command line. */
  static final class NumbersConverter implements ITypeConverter<Numbers> {
    @Override
    public Numbers convert(String text) {
      return Stream.of(Numbers.values())
          .filter(one -> one.wireName().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected fp32, fp16, int8 or int8-signed, found " + text));
    }
  }
}
