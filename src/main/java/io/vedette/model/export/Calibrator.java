package io.vedette.model.export;

import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.LabelledPicture;
import io.vedette.model.layer.Range;
import io.vedette.model.torch.Calibration;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.Tensors;
import io.vedette.model.torch.TorchThreads;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The measurement of the values that a network's maps take on the pictures of a data set,
 * letterboxed as in a worker. Confined to one thread; caller closes.
 */
public final class Calibrator implements AutoCloseable {
  private static final int MOST_PICTURES = 128;
  private static final int COLOURS = 3;
  private static final float LEVELS = 255;

  private final Size size;
  private final ByteBuffer pixels;
  private final JpegDecoder decoder = new JpegDecoder();
  private final PictureScaler scaler = new PictureScaler();

  private Calibrator(Size size) {
    this.size = size;
    this.pixels = ByteBuffer.allocateDirect((int) size.area() * COLOURS);
  }

  /**
   * The range of each operator's result, in the order in which the network applies them.
   *
   * @param size the size of the pictures that the network sees
   */
  public static List<Range> ranges(FoldedNetwork network, DataSet data, Size size) {
    List<LabelledPicture> all = data.train().isEmpty() ? data.val() : data.train();
    int count = Math.min(MOST_PICTURES, all.size());
    Calibration[] calibration = new Calibration[1];
    try (Calibrator calibrator = new Calibrator(size)) {
      NativeScope.withoutGradients(
          () -> {
            TorchThreads.limit(1);
            calibration[0] = new Calibration(network.weights());
            for (int i = 0; i < count; i++) {
              LabelledPicture chosen = all.get((int) ((long) i * all.size() / count));
              calibrator.observe(data.jpeg(chosen), network, calibration[0]);
            }
          });
    }
    return calibration[0].ranges();
  }

  @Override
  public void close() {
    scaler.close();
    decoder.close();
  }

  private void observe(byte[] jpeg, FoldedNetwork network, Calibration calibration) {
    DetectorNetwork detector = network.architecture().detector(network.names().size());
    float[] planes = planes(jpeg);
    NativeScope.run(
        () -> {
          calibration.begin();
          detector.apply(Tensors.of(planes, 1, COLOURS, size.height(), size.width()), calibration);
        });
  }

  /** A picture as the network sees it: {@code [3, height, width]}, 0–1. */
  private float[] planes(byte[] jpeg) {
    try (Picture picture = decoder.decode(jpeg)) {
      scaler.letterbox(picture, Letterbox.fit(picture.size(), size), pixels);
    }
    int area = (int) size.area();
    float[] planes = new float[COLOURS * area];
    for (int i = 0; i < planes.length; i++) {
      planes[i % COLOURS * area + i / COLOURS] = (pixels.get(i) & 0xFF) / LEVELS;
    }
    return planes;
  }
}
