package io.vedette.inference.family.selected;

import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.GivenLayout;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.PlainBox;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TensorPart;
import io.vedette.inference.reading.TensorPart.Order;
import java.util.List;
import java.util.Optional;

/**
 * Seven numbers for each object of all pictures: the picture's, four corners, and class and score
 * as YOLOv7 writes them with {@code --end2end --max-wh}, or score and class as YOLO-NAS does.
 */
public final class FlatRows implements Family {
  private static final int COLUMNS = 7;

  /** Which of the last two columns is the class. */
  public enum Kind {
    YOLOV7("yolov7-end2end", 5),
    YOLO_NAS("yolo-nas", 6);

    private final String word;
    private final int label;

    Kind(String word, int label) {
      this.word = word;
      this.label = label;
    }
  }

  private final Kind kind;

  public FlatRows(Kind kind) {
    this.kind = kind;
  }

  @Override
  public String wireName() {
    return kind.word;
  }

  @Override
  public List<String> otherNames() {
    return List.of(kind == Kind.YOLOV7 ? "yolov7-max-wh" : "yolo-nas-flat");
  }

  @Override
  public String title() {
    return kind == Kind.YOLOV7 ? "YOLOv7 --end2end --max-wh [objects,7]" : "YOLO-NAS [objects,7]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    return model
        .first(2)
        .filter(output -> model.isPictureOnly() && model.outputs().size() == 1)
        .filter(output -> output.length(1) == COLUMNS && isKind(model, output))
        .map(output -> reading(output));
  }

  /** Classes are whole; where both columns are, or nothing was found, names decide. */
  private boolean isKind(Sample model, Value output) {
    boolean isOwnWhole = isWhole(model, output, kind.label);
    boolean isOtherWhole = isWhole(model, output, 11 - kind.label);
    boolean isNas =
        output.name().contains("flat")
            || model.source().picture().type() == io.vedette.onnx.ElementType.UINT8;
    return isOwnWhole && (!isOtherWhole || isNas == (kind == Kind.YOLO_NAS));
  }

  private static boolean isWhole(Sample model, Value output, int column) {
    return model.isWhole(output, new TensorPart(0, Order.FLAT, column, 1));
  }

  private DetectorFormat reading(Value output) {
    GivenLayout layout =
        GivenLayout.of(
                new TensorPart(0, Order.FLAT, 1, 4),
                new TensorPart(0, Order.FLAT, 11 - kind.label, 1),
                new TensorPart(0, Order.FLAT, kind.label, 1),
                PlainBox.CORNERS)
            .with(GivenLayout.numbered(new TensorPart(0, Order.FLAT, 0, 1)));
    String how = "rows of seven with the class in column %d".formatted(kind.label);
    return DetectorFormat.selected(PictureForm.YOLO, List.of(output.name()), layout, how);
  }
}
