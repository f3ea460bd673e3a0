package io.vedette.inference;

import io.vedette.inference.InferenceSettings.Device;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of one model on one device. On a GPU two of them overlap: while one copies its pictures
 * and results, the other computes. Immutable; caller closes, after the batches of its lanes.
 */
public final class Lanes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final int USUAL_ON_GPU = 2;

  private final List<Lane> all;

  private Lanes(List<Lane> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Opens some, all on the device on which the first one runs. Where a further one does not fit on
   * that device there are fewer, with a warning.
   *
   * @param number number of lanes; 0 for two on a GPU and one elsewhere
   * @throws io.vedette.runtime.Failure of action STOP when the model runs on no device
   */
  public static Lanes open(OnnxModel model, InferenceSettings settings, int number) {
    List<Lane> open = new ArrayList<>();
    open.add(Lane.open(model, settings));
    try {
      int wanted = wanted(number, open.get(0).device());
      boolean isRoom = true;
      while (isRoom && open.size() < wanted) {
        isRoom = addAnother(open, model, settings);
      }
      return new Lanes(open);
    } catch (RuntimeException e) {
      open.forEach(Lane::close);
      throw e;
    }
  }

  /**
   * The number of lanes.
   *
   * @param given 0 for the device's default
   */
  static int wanted(int given, Device device) {
    boolean isGpu = device == Device.CUDA || device == Device.TENSORRT;
    int usual = isGpu ? USUAL_ON_GPU : 1;
    return given == 0 ? usual : given;
  }

  private static boolean addAnother(List<Lane> open, OnnxModel model, InferenceSettings settings) {
    Device device = open.get(0).device();
    Lane another = Lane.open(model, settings);
    if (another.device() == device) {
      open.add(another);
      return true;
    }
    another.close();
    LOG.warn(
        "model {} goes on with {} of the lanes wanted on {}: there is no room for more",
        model.name(),
        open.size(),
        device.wireName());
    return false;
  }

  /** The lanes, at least one. */
  public List<Lane> all() {
    return all;
  }

  /** The device that they really run on, after any fall-back. */
  public Device device() {
    return all.get(0).device();
  }

  /** The most pictures in one batch. */
  public int batch() {
    return all.get(0).batch();
  }

  /** Memory for one batch, which each of the lanes can run; caller closes. */
  public Batch newBatch() {
    return all.get(0).newBatch();
  }

  @Override
  public void close() {
    all.forEach(Lane::close);
  }
}
