package io.vedette.inference.family;

import io.vedette.inference.family.dense.CutSuppression;
import io.vedette.inference.family.dense.DeepStream;
import io.vedette.inference.family.dense.NanoDet;
import io.vedette.inference.family.dense.PicoDet;
import io.vedette.inference.family.dense.YoloNas;
import io.vedette.inference.family.dense.YoloV5;
import io.vedette.inference.family.dense.YoloV8;
import io.vedette.inference.family.dense.YoloX;
import io.vedette.inference.family.query.DeployedDetr;
import io.vedette.inference.family.query.RawDetr;
import io.vedette.inference.family.query.RfDetr;
import io.vedette.inference.family.query.RtDetr;
import io.vedette.inference.family.selected.Counted;
import io.vedette.inference.family.selected.EndToEnd;
import io.vedette.inference.family.selected.FlatRows;
import io.vedette.inference.family.selected.TfDetection;
import io.vedette.inference.family.selected.Torchvision;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of known families. */
public final class Families {
  /** In the order that they are asked in: the first that understands a model has it. */
  public static final List<Family> ALL =
      List.of(
          new CutSuppression(),
          new DeployedDetr(),
          new RfDetr(),
          new RawDetr(),
          new TfDetection(),
          new Counted(),
          new Torchvision(),
          new FlatRows(FlatRows.Kind.YOLOV7),
          new FlatRows(FlatRows.Kind.YOLO_NAS),
          new PicoDet(),
          new NanoDet(),
          new DeepStream(),
          new YoloV5(),
          new YoloV8(),
          new YoloX(),
          new YoloNas(),
          new RtDetr(),
          new EndToEnd());

  private Families() {}

  /** The format of a model; empty when no family recognises it. */
  public static Optional<DetectorFormat> read(Sample model) {
    return ALL.stream().flatMap(family -> read(family, model).stream()).findFirst();
  }

  /** The format of a model if it is of a family. */
  public static Optional<DetectorFormat> read(Family family, Sample model) {
    return family.read(model).map(reading -> reading.of(family.wireName()));
  }

  /**
   * A family by one of its names.
   *
   * @throws IllegalArgumentException that begins with "expected" when there is none
   */
  public static Family named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(family -> names(family).anyMatch(wanted::equals))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of %s, found %s"
                        .formatted(
                            ALL.stream().flatMap(Families::names).collect(Collectors.joining(", ")),
                            name)));
  }

  private static Stream<String> names(Family family) {
    return Stream.concat(Stream.of(family.wireName()), family.otherNames().stream());
  }

  /** The families that are accepted, for people. */
  public static String accepted() {
    return ALL.stream().map(Family::title).collect(Collectors.joining("; "));
  }
}
