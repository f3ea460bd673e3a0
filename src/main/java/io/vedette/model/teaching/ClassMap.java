package io.vedette.model.teaching;

import io.vedette.runtime.Failure;
import java.util.ArrayList;
import java.util.List;

/** One detector's classes to another's, by name. Immutable. */
final class ClassMap {
  private final List<Integer> indices = new ArrayList<>();

  /**
   * From some names to others.
   *
   * @throws Failure of action STOP when none is the same
   */
  ClassMap(List<String> from, List<String> to) {
    from.forEach(name -> indices.add(to.indexOf(name)));
    if (indices.stream().allMatch(index -> index < 0)) {
      throw Failure.stop(
          "the model's classes (%s) and the data's (%s) have no name in common"
              .formatted(String.join(", ", from), String.join(", ", to)));
    }
  }

  /** The other's index; negative when it has no such class. */
  int of(int index) {
    return indices.get(index);
  }
}
