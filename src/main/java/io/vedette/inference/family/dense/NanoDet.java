package io.vedette.inference.family.dense;

import io.vedette.geometry.Letterbox.Fit;
import io.vedette.inference.reading.Cells;
import io.vedette.inference.reading.DenseLayout;
import io.vedette.inference.reading.DenseLayout.Activation;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.DistanceBox;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.PictureForm;
import io.vedette.inference.reading.PictureForm.Colours;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TensorPart;
import io.vedette.inference.reading.TensorPart.Order;
import java.util.List;
import java.util.Optional;

/**
 * NanoDet-Plus: for each cell class scores before the sigmoid, then the distances of the four sides
 * from the cell's corner, each as eight bins; a row or a column for each cell.
 */
public final class NanoDet implements Family {
  /** Columns of a box in other families that have as many cells; what follows is of 0–1 there. */
  private static final int BOX = 4;

  static final int BINS = 8;
  static final int DISTANCES = 4 * BINS;

  /** BGR by the mean and deviation of ImageNet's pictures; stretched ones are found less in. */
  static final PictureForm FORM =
      new PictureForm(
          Colours.BGR,
          List.of(123.675f, 116.28f, 103.53f),
          List.of(0.017125f, 0.017507f, 0.017429f),
          Fit.CENTRED);

  @Override
  public String wireName() {
    return "nanodet";
  }

  @Override
  public List<String> otherNames() {
    return List.of("nanodet-plus");
  }

  @Override
  public String title() {
    return "NanoDet-Plus [N,cells,classes+32]";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    return model
        .first(3)
        .filter(output -> model.isPictureOnly() && model.outputs().size() == 1)
        .flatMap(output -> reading(model, output));
  }

  private static Optional<DetectorFormat> reading(Sample model, Value output) {
    List<Cells> maps = Cells.of(model.size(), Cells.COARSE);
    boolean isRows = output.length(1) == Cells.count(maps);
    int width = output.length(isRows ? 2 : 1);
    if ((!isRows && output.length(2) != Cells.count(maps)) || width <= DISTANCES) {
      return Optional.empty();
    }
    Order order = isRows ? Order.ROWS : Order.TURNED;
    TensorPart scores = new TensorPart(0, order, 0, width - DISTANCES);
    if (model.isUnit(output, new TensorPart(0, order, BOX, width - BOX))) {
      return Optional.empty();
    }
    DenseLayout layout =
        new DenseLayout(
            new TensorPart(0, order, width - DISTANCES, DISTANCES),
            scores,
            null,
            new DistanceBox(maps, BINS, 0),
            Activation.SIGMOID);
    String how =
        "%d cells of strides 8 to 64, scores before a sigmoid".formatted(Cells.count(maps));
    return Optional.of(DetectorFormat.dense(FORM, List.of(output.name()), layout, how));
  }
}
