package io.vedette.model.augment;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.model.data.LabelledBox;
import io.vedette.model.data.LabelledPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The painter of training pictures: one labelled picture placed on grey, or a mosaic of four or
 * nine. The same random numbers give the same pictures. Confined to one thread; caller closes.
 */
public final class PictureMaker implements AutoCloseable {
  /** Boxes of which less is left in the picture are not sought. */
  private static final double LEAST_PART = 0.2;

  /** Boxes of fewer pixels on a side are not sought. */
  private static final double LEAST_PIXELS = 2;

  /** The part of the side that the four pictures of a mosaic do not meet in. */
  private static final double MARGIN = 0.3;

  /** Pictures of a half of the mosaics are smaller than those alone, so that more is seen. */
  private static final double MOSAIC_SCALE = 0.75;

  /** Pictures of a mosaic of nine are so much smaller than those alone. */
  private static final double SMALL_SCALE = 0.4;

  private final Function<LabelledPicture, byte[]> jpegs;
  private final Decoder decoder = new Decoder();
  private final CameraEffects effects = new CameraEffects();

  /**
   * @param jpegs of the labelled pictures
   */
  public PictureMaker(Function<LabelledPicture, byte[]> jpegs) {
    this.jpegs = jpegs;
  }

  /**
   * Makes one picture.
   *
   * @param sources one, or the four or nine of a mosaic
   * @param size the size of the picture in pixels
   */
  public TrainingPicture make(
      List<LabelledPicture> sources,
      Size size,
      Augmentation augmentation,
      SplittableRandom random) {
    Painting painting = new Painting(size, augmentation, random);
    switch (sources.size()) {
      case Curriculum.FOUR -> painting.mosaic(sources);
      case Curriculum.NINE -> painting.tiles(sources);
      default -> painting.place(sources.get(0), new Region(0, 0, size.width(), size.height()), 1);
    }
    effects.apply(painting.canvas.pixels(), size, augmentation.conditions(), random);
    return new TrainingPicture(
        painting.canvas.pixels(), size, painting.targets, List.of(), painting.empty);
  }

  @Override
  public void close() {
    effects.close();
    decoder.close();
  }

  /** One picture in the making. */
  private final class Painting {
    private final Size size;
    private final Augmentation augmentation;
    private final SplittableRandom random;
    private final TrainingCanvas canvas;
    private final List<Target> targets = new ArrayList<>();
    private final List<Region> empty = new ArrayList<>();

    private Painting(Size size, Augmentation augmentation, SplittableRandom random) {
      this.size = size;
      this.augmentation = augmentation;
      this.random = random;
      this.canvas = new TrainingCanvas(size);
    }

    private void mosaic(List<LabelledPicture> sources) {
      int x = meeting(size.width());
      int y = meeting(size.height());
      double scale = random.nextBoolean() ? 1 : MOSAIC_SCALE;
      place(sources.get(0), new Region(0, 0, x, y), scale);
      place(sources.get(1), new Region(x, 0, size.width(), y), scale);
      place(sources.get(2), new Region(0, y, x, size.height()), scale);
      place(sources.get(3), new Region(x, y, size.width(), size.height()), scale);
    }

    private int meeting(int side) {
      return (int) (side * (MARGIN + (1 - 2 * MARGIN) * random.nextDouble()));
    }

    /** Three rows of three. */
    private void tiles(List<LabelledPicture> sources) {
      for (int i = 0; i < Curriculum.NINE; i++) {
        int column = i % 3;
        int row = i / 3;
        Region tile =
            new Region(
                size.width() * column / 3,
                size.height() * row / 3,
                size.width() * (column + 1) / 3,
                size.height() * (row + 1) / 3);
        place(sources.get(i), tile, SMALL_SCALE);
      }
    }

    private void place(LabelledPicture picture, Region region, double scale) {
      double width = picture.size().width();
      double height = picture.size().height();
      double wide = widening(picture);
      double fitting = Math.min(size.width() / (width * wide), size.height() / height);
      double fit = fitting * scale * around(augmentation.scale());
      double scaleX = fit * wide * around(augmentation.stretch());
      double scaleY = fit * around(augmentation.stretch());
      boolean isMirrored = random.nextDouble() < augmentation.mirror();
      Affine toCanvas =
          Affine.move(-width / 2, -height / 2)
              .then(Affine.scale(isMirrored ? -scaleX : scaleX, scaleY))
              .then(Affine.turn(augmentation.degrees() * (around(1) - 1)))
              .then(
                  Affine.move(
                      middle(width * scaleX, region.left(), region.right()),
                      middle(height * scaleY, region.top(), region.bottom())));
      paint(picture, toCanvas, region, Math.max(scaleX, scaleY));
      picture.boxes().forEach(box -> seek(box, picture, toCanvas, region));
      if (picture.isBackground()) {
        empty.add(region);
      }
    }

    /** The factor by which a squeezed picture is widened, half of the times. */
    private double widening(LabelledPicture picture) {
      double widening = picture.showing().widening();
      return widening == 1 || random.nextBoolean() ? widening : 1;
    }

    /** Somewhere inside when shorter than the region, somewhere covering it when longer. */
    private double middle(double length, int from, int to) {
      return from + length / 2 + (to - from - length) * random.nextDouble();
    }

    private void paint(LabelledPicture picture, Affine toCanvas, Region region, double scale) {
      Source source = decoder.decode(jpegs.apply(picture), scale);
      Affine toStored =
          Affine.scale(
              (double) picture.size().width() / source.width(),
              (double) picture.size().height() / source.height());
      canvas.paint(source, toStored.then(toCanvas), region, Tint.of(augmentation, random));
    }

    private void seek(LabelledBox box, LabelledPicture picture, Affine toCanvas, Region region) {
      RelativeBox stored = box.box();
      double width = picture.size().width();
      double height = picture.size().height();
      PictureBounds whole = new PictureBounds();
      for (int corner = 0; corner < 4; corner++) {
        double x = (corner % 2 == 0 ? stored.x() : stored.right()) * width;
        double y = (corner / 2 == 0 ? stored.y() : stored.bottom()) * height;
        whole.include(toCanvas.x(x, y), toCanvas.y(x, y));
      }
      PictureBounds left = whole.within(region);
      if (left.width() >= LEAST_PIXELS
          && left.height() >= LEAST_PIXELS
          && left.area() >= LEAST_PART * whole.area()
          && !box.isCrowd()) {
        targets.add(left.target(box.label()));
      }
    }

    /** 1, more or less by up to a part. */
    private double around(double part) {
      return 1 + part * (2 * random.nextDouble() - 1);
    }
  }
}
