package io.vedette.model.data;

import io.vedette.geometry.Size;
import io.vedette.model.yolo.Anchors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Anchors that fit the boxes of a data set: k-means on the logarithms of widths and heights, so
 * that ratios count, as they do when boxes are assigned.
 */
public final class AnchorFinder {
  private static final int ANCHORS = 9;
  private static final int ROUNDS = 60;
  private static final int USUAL_SIZE = 640;

  private AnchorFinder() {}

  /**
   * Anchors for pictures that are fitted into a size; the usual ones when there are too few boxes.
   */
  public static Anchors find(List<LabelledPicture> pictures, Size seen, long seed) {
    List<double[]> sizes = sizes(pictures, seen);
    if (sizes.stream().map(size -> size[0] + " " + size[1]).distinct().count() < 3 * ANCHORS) {
      return Anchors.COCO.scaled(Math.sqrt((double) seen.area()) / USUAL_SIZE);
    }
    List<double[]> centres = spread(sizes, new SplittableRandom(seed));
    for (int round = 0; round < ROUNDS; round++) {
      centres = means(sizes, centres);
    }
    centres.sort(Comparator.comparingDouble(centre -> centre[0] + centre[1]));
    float[][] values = new float[3][6];
    for (int i = 0; i < ANCHORS; i++) {
      values[i / 3][i % 3 * 2] = (float) Math.exp(centres.get(i)[0]);
      values[i / 3][i % 3 * 2 + 1] = (float) Math.exp(centres.get(i)[1]);
    }
    return new Anchors(values);
  }

  /** Logarithms of widths and heights in pixels. */
  private static List<double[]> sizes(List<LabelledPicture> pictures, Size seen) {
    List<double[]> sizes = new ArrayList<>();
    for (LabelledPicture picture : pictures) {
      double width = picture.size().width();
      double height = picture.size().height();
      double scale = Math.min(seen.width() / width, seen.height() / height);
      for (LabelledBox box : picture.boxes()) {
        double w = box.box().w() * width * scale;
        double h = box.box().h() * height * scale;
        if (w >= 2 && h >= 2) {
          sizes.add(new double[] {Math.log(w), Math.log(h)});
        }
      }
    }
    return sizes;
  }

  /** First centres, far from each other (k-means++). */
  private static List<double[]> spread(List<double[]> sizes, SplittableRandom random) {
    List<double[]> centres = new ArrayList<>();
    centres.add(sizes.get(random.nextInt(sizes.size())));
    while (centres.size() < ANCHORS) {
      double[] distances =
          sizes.stream().mapToDouble(size -> distance(size, nearest(size, centres))).toArray();
      double rest = random.nextDouble() * java.util.Arrays.stream(distances).sum();
      int chosen = 0;
      while (chosen < distances.length - 1 && rest > distances[chosen]) {
        rest -= distances[chosen++];
      }
      centres.add(sizes.get(chosen));
    }
    return centres;
  }

  private static List<double[]> means(List<double[]> sizes, List<double[]> centres) {
    double[][] sums = new double[centres.size()][3];
    for (double[] size : sizes) {
      double[] sum = sums[centres.indexOf(nearest(size, centres))];
      sum[0] += size[0];
      sum[1] += size[1];
      sum[2]++;
    }
    List<double[]> means = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      means.add(
          sums[i][2] == 0
              ? centres.get(i)
              : new double[] {sums[i][0] / sums[i][2], sums[i][1] / sums[i][2]});
    }
    return means;
  }

  private static double[] nearest(double[] size, List<double[]> centres) {
    double[] nearest = centres.get(0);
    for (double[] centre : centres) {
      if (distance(size, centre) < distance(size, nearest)) {
        nearest = centre;
      }
    }
    return nearest;
  }

  private static double distance(double[] a, double[] b) {
    return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
  }
}
