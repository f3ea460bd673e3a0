package io.vedette.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * The batch sizes that a GPU runs: 1, 2, 4 … and the largest batch. Smaller batches are padded with
 * unused pictures.
 */
final class Buckets {
  private Buckets() {}

  /** The least that so many pictures fit into. */
  static int of(int pictures, int most) {
    int bucket = 1;
    while (bucket < pictures) {
      bucket *= 2;
    }
    return Math.min(bucket, most);
  }

  /** All up to the largest batch. */
  static List<Integer> all(int most) {
    List<Integer> all = new ArrayList<>();
    for (int bucket = 1; bucket < most; bucket *= 2) {
      all.add(bucket);
    }
    all.add(most);
    return all;
  }
}
