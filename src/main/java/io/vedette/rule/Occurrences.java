package io.vedette.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The occurrences in one frame, in order. Confined to one update. */
final class Occurrences {
  private final Instant at;
  private final List<Occurrence> all = new ArrayList<>();

  Occurrences(Instant at) {
    this.at = at;
  }

  Instant at() {
    return at;
  }

  void add(Occurrence occurrence) {
    all.add(occurrence);
  }

  List<Occurrence> all() {
    return List.copyOf(all);
  }
}
