package io.vedette.inference.family.dense;

import io.vedette.inference.reading.Cells;
import io.vedette.inference.reading.CocoNames;
import io.vedette.inference.reading.DenseLayout;
import io.vedette.inference.reading.DenseLayout.Activation;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.DistanceBox;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.JoinedLayout;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.inference.reading.TensorPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PP-PicoDet without its own suppression: for each scale {@code [N, cells, classes]}, scores of
 * 0–1, and {@code [N, cells, 32]}, the distances of the sides from the cell's middle.
 */
public final class PicoDet implements Family {
  private static final float MIDDLE = 0.5f;

  @Override
  public String wireName() {
    return "picodet";
  }

  @Override
  public List<String> otherNames() {
    return List.of("pp-picodet");
  }

  @Override
  public String title() {
    return "PP-PicoDet [N,cells,classes] and [N,cells,32] for each scale";
  }

  @Override
  public Optional<DetectorFormat> read(Sample model) {
    List<Cells> maps = Cells.of(model.size(), Cells.COARSE);
    if (!model.isPictureOnly() || model.outputs().size() != 2 * maps.size()) {
      return Optional.empty();
    }
    List<String> outputs = new ArrayList<>();
    List<DenseLayout> layouts = new ArrayList<>();
    int classes = 0;
    for (Cells map : maps) {
      Optional<Value> scores = find(model, map, false);
      Optional<Value> distances = find(model, map, true);
      if (scores.isEmpty() || distances.isEmpty()) {
        return Optional.empty();
      }
      classes = scores.get().length(2);
      layouts.add(layout(map, outputs.size(), classes));
      outputs.add(scores.get().name());
      outputs.add(distances.get().name());
    }
    return Optional.of(
        new DetectorFormat(
            "",
            NanoDet.FORM,
            outputs,
            new JoinedLayout(layouts),
            classes,
            CocoNames.of(classes),
            false,
            "scores and 32 distances for the cells of four scales",
            List.of()));
  }

  private static DenseLayout layout(Cells map, int tensor, int classes) {
    return new DenseLayout(
        TensorPart.rows(tensor + 1, 0, NanoDet.DISTANCES),
        TensorPart.rows(tensor, 0, classes),
        null,
        new DistanceBox(List.of(map), NanoDet.BINS, MIDDLE),
        Activation.NONE);
  }

  private static Optional<Value> find(Sample model, Cells map, boolean isDistances) {
    return model.outputs().stream()
        .filter(one -> one.rank() == 3 && one.length(1) == map.count())
        .filter(one -> (one.length(2) == NanoDet.DISTANCES) == isDistances)
        .findFirst();
  }
}
