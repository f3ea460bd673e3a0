package io.vedette.model.course;

import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.augment.PictureMaker;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.LabelledPicture;
import io.vedette.model.layer.Weights;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchThreads;
import io.vedette.model.torch.Unfolding;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.weights.Initialisation;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.onnx.ClassNames;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** The network that a training begins with. */
public final class InitialWeights {
  private static final int MOST_PICTURES = 16;

  private final DataSet data;
  private final Size size;
  private final long seed;

  /**
   * @param size the size of the pictures at the end of the training, in pixels
   */
  public InitialWeights(DataSet data, Size size, long seed) {
    this.data = data;
    this.size = size;
    this.seed = seed;
  }

  /** One that knows nothing. */
  public Checkpoint untrained(Architecture architecture, Anchors anchors) {
    int classes = data.names().size();
    Weights weights = Initialisation.of(architecture.trained(classes, size), seed);
    Initialisation.prime(architecture.detector(classes).head(), classes, side(), weights);
    anchors.putInto(weights);
    return new Checkpoint(architecture, data.names(), size, weights, Map.of());
  }

  /** The side of a square with as many pixels. */
  private int side() {
    return (int) Math.round(Math.sqrt((double) size.area()));
  }

  /**
   * One that begins with another's weights. The head does so only if it is for the same classes, or
   * for as many that have no names; else it begins with random weights.
   */
  public Checkpoint trained(Checkpoint from, Anchors anchors) {
    Checkpoint fresh = untrained(from.architecture(), anchors);
    boolean isSame =
        List.of(data.names(), ClassNames.unnamed(data.names().size())).contains(from.names());
    Weights weights = new Weights();
    for (String name : fresh.weights().names()) {
      boolean isOwn = name.startsWith("detect.") && !isSame;
      Weights.Array array = (isOwn ? fresh : from).weights().array(name);
      weights.put(name, array.shape(), array.values().clone());
    }
    anchors.putInto(weights);
    return new Checkpoint(from.architecture(), data.names(), size, weights, Map.of());
  }

  /**
   * One that does what an exported network does: unfolded into branches, with the statistics of
   * pictures of the data set.
   */
  public Checkpoint unfolded(FoldedNetwork from, Anchors anchors) {
    Weights[] trained = new Weights[1];
    float[] pictures = pictures();
    NativeScope.withoutGradients(
        () -> {
          TorchThreads.limit(1);
          Unfolding unfolding = new Unfolding(from.weights());
          DetectorNetwork detector = from.architecture().detector(from.names().size());
          Tensor input =
              Tensors.of(
                  pictures, pictures.length / (3 * size.area()), 3, size.height(), size.width());
          detector.apply(input, unfolding);
          trained[0] = unfolding.trained();
        });
    anchors.putInto(trained[0]);
    return trained(
        new Checkpoint(from.architecture(), from.names(), size, trained[0], Map.of()), anchors);
  }

  /** Some pictures of the data set, {@code [pictures, 3, height, width]}, 0–1. */
  private float[] pictures() {
    List<LabelledPicture> some = data.train().isEmpty() ? data.val() : data.train();
    int count = Math.min(MOST_PICTURES, some.size());
    int area = (int) size.area();
    float[] values = new float[count * 3 * area];
    try (PictureMaker maker = new PictureMaker(data::jpeg)) {
      for (int i = 0; i < count; i++) {
        LabelledPicture chosen = some.get((int) ((long) i * some.size() / count));
        SplittableRandom random = new SplittableRandom(seed + i);
        TrainingPicture picture = maker.make(List.of(chosen), size, Augmentation.NONE, random);
        System.arraycopy(picture.planes(), 0, values, 3 * i * area, 3 * area);
      }
    }
    return values;
  }
}
