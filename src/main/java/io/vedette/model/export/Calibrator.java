package io.vedette.model.export;

import io.vedette.model.augment.Augmentation;
import io.vedette.model.augment.PictureMaker;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.LabelledPicture;
import io.vedette.model.layer.Range;
import io.vedette.model.torch.Calibration;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchThreads;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.yolo.Detector;
import java.util.List;
import java.util.SplittableRandom;

/** Measures which values a network's maps take on the pictures of a data set. */
public final class Calibrator {
  private static final int MOST_PICTURES = 128;

  private Calibrator() {}

  /** The range of each operator's result, in the order in which the network applies them. */
  public static List<Range> ranges(FoldedNetwork network, DataSet data, int size) {
    List<LabelledPicture> all = data.train().isEmpty() ? data.val() : data.train();
    int count = Math.min(MOST_PICTURES, all.size());
    Calibration[] calibration = new Calibration[1];
    try (PictureMaker maker = new PictureMaker(data::jpeg)) {
      NativeScope.withoutGradients(
          () -> {
            TorchThreads.limit(1);
            calibration[0] = new Calibration(network.weights());
            for (int i = 0; i < count; i++) {
              LabelledPicture chosen = all.get((int) ((long) i * all.size() / count));
              SplittableRandom random = new SplittableRandom(i);
              observe(
                  maker.make(List.of(chosen), size, Augmentation.NONE, random),
                  network,
                  size,
                  calibration[0]);
            }
          });
    }
    return calibration[0].ranges();
  }

  private static void observe(
      TrainingPicture picture, FoldedNetwork network, int size, Calibration calibration) {
    Detector detector = network.architecture().detector(network.names().size());
    NativeScope.run(
        () -> {
          calibration.begin();
          detector.apply(Tensors.of(picture.planes(), 1, 3, size, size), calibration);
        });
  }
}
