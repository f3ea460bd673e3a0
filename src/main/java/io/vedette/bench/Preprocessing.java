package io.vedette.bench;

import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** The benchmark of preprocessing: a 1280×720 JPEG to the pixels of a 640×640 tensor. */
public final class Preprocessing implements Benchmark {
  private static final int SIDE = 640;
  private static final int WARM_UPS = 100;
  private static final int ROUNDS = 300;

  @Override
  public String name() {
    return "preprocessing";
  }

  @Override
  public List<Figure> run() {
    byte[] jpeg = StreetPictures.jpegs(1, StreetPictures.SIZE).get(0);
    Letterbox letterbox = Letterbox.fit(StreetPictures.SIZE, new Size(SIDE, SIDE));
    ByteBuffer slot = ByteBuffer.allocateDirect(SIDE * SIDE * 3);
    try (JpegDecoder decoder = new JpegDecoder();
        PictureScaler scaler = new PictureScaler()) {
      Samples samples =
          Samples.time(
              WARM_UPS,
              ROUNDS,
              () -> {
                try (Picture picture = decoder.decode(jpeg)) {
                  scaler.letterbox(picture, letterbox, slot);
                }
              });
      return List.of(
          new Figure(
                  "preprocessing",
                  "JPEG 1280×720 → letterboxed 640×640 RGB",
                  samples.millis(0.5),
                  "ms",
                  3,
                  true,
                  String.format(
                      Locale.ROOT,
                      "median processor time of %d on one thread; a JPEG of %d KB; p99 %.2f ms",
                      samples.size(),
                      jpeg.length / 1000,
                      samples.millis(0.99)))
              .within(samples.millis(0.25), samples.millis(0.75)));
    }
  }
}
