package io.vedette.model.augment;

import io.vedette.model.data.LabelledPicture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The order in which training pictures are shown: all of them in a new order in each epoch, those
 * with rare classes more often. A function of the seed and the number of pictures shown before.
 * Confined to one thread.
 */
public final class Curriculum {
  /** Pictures of a mosaic. */
  static final int FOUR = 4;

  /** Pictures of a mosaic of small ones. */
  static final int NINE = 9;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final List<LabelledPicture> pictures;
  private final long seed;
  private long orderedRound = -1;
  private int[] order = {};

  private Curriculum(List<LabelledPicture> pictures, long seed) {
    this.pictures = List.copyOf(pictures);
    this.seed = seed;
  }

  /** Every picture once a round, or as often as its set's weight says. */
  public static Curriculum even(List<LabelledPicture> pictures, long seed) {
    return new Curriculum(repeated(pictures, picture -> 1), seed);
  }

  /**
   * Pictures with a class that fewer than a fair share of the pictures have are repeated in each
   * round, by the root of the share that is missing.
   */
  public static Curriculum balanced(List<LabelledPicture> pictures, int classes, long seed) {
    int[] having = new int[classes];
    for (LabelledPicture picture : pictures) {
      picture.boxes().stream()
          .mapToInt(box -> box.label())
          .distinct()
          .forEach(label -> having[label]++);
    }
    double fair = (double) pictures.size() / classes;
    ToDoubleFunction<LabelledPicture> rarity =
        picture ->
            picture.boxes().stream()
                .mapToDouble(box -> Math.sqrt(fair / having[box.label()]))
                .reduce(1, Math::max);
    return new Curriculum(repeated(pictures, rarity), seed);
  }

  /** Parts of a time are given to a part of the pictures. */
  private static List<LabelledPicture> repeated(
      List<LabelledPicture> pictures, ToDoubleFunction<LabelledPicture> times) {
    List<LabelledPicture> repeated = new ArrayList<>();
    double due = 0.5;
    for (LabelledPicture picture : pictures) {
      due += times.applyAsDouble(picture) * picture.showing().weight();
      for (; due >= 1; due--) {
        repeated.add(picture);
      }
    }
    return repeated.isEmpty() ? pictures : repeated;
  }

  /** Pictures in one round. */
  public int round() {
    return pictures.size();
  }

  /** Randomness for the picture shown after so many others. */
  public SplittableRandom random(long shown) {
    return new SplittableRandom(mixed(seed, 2 * shown + 1));
  }

  /** The picture shown after so many others, and for a mosaic three more, or eight small ones. */
  public List<LabelledPicture> sources(
      long shown, SplittableRandom random, Augmentation augmentation) {
    LabelledPicture first = pictures.get(order(shown / round())[(int) (shown % round())]);
    double drawn = random.nextDouble();
    if (drawn >= augmentation.mosaic() + augmentation.small()) {
      return List.of(first);
    }
    int count = drawn < augmentation.mosaic() ? FOUR : NINE;
    List<LabelledPicture> several = new ArrayList<>(List.of(first));
    while (several.size() < count) {
      several.add(any(random));
    }
    Collections.swap(several, 0, random.nextInt(count));
    return several;
  }

  private LabelledPicture any(SplittableRandom random) {
    return pictures.get(random.nextInt(pictures.size()));
  }

  private int[] order(long round) {
    if (orderedRound != round) {
      orderedRound = round;
      order = shuffled(new SplittableRandom(mixed(seed, 2 * round)));
    }
    return order;
  }

  private int[] shuffled(SplittableRandom random) {
    int[] shuffled = new int[pictures.size()];
    for (int i = 0; i < shuffled.length; i++) {
      int j = random.nextInt(i + 1);
      shuffled[i] = shuffled[j];
      shuffled[j] = i;
    }
    return shuffled;
  }

  private static long mixed(long seed, long index) {
    long mixed = (seed + 1) * MIX ^ index * 0xBF58476D1CE4E5B9L;
    return mixed ^ mixed >>> 29;
  }
}
