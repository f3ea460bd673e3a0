package io.vedette.model.data;

import io.vedette.runtime.Failure;
import java.util.List;

/**
 * The mapping of a data set's own classes to those of the mix, by name. Immutable.
 *
 * @param indices the mix's indices, by the set's own
 */
record ClassOrder(List<Integer> indices) {
  ClassOrder {
    indices = List.copyOf(indices);
  }

  /**
   * The order from a set's classes to the wanted ones.
   *
   * @param wanted the set's own if empty
   * @throws Failure of action STOP when the set has one that is not wanted
   */
  static ClassOrder between(DataSource source, List<String> own, List<String> wanted) {
    List<String> target = wanted.isEmpty() ? own : wanted;
    for (String name : own) {
      if (!target.contains(name)) {
        throw Failure.stop(
            "data %s has the class %s, which the first set has not; expected some of %s"
                .formatted(source.place(), name, target));
      }
    }
    return new ClassOrder(own.stream().map(target::indexOf).toList());
  }

  /** Classes of the set. */
  int size() {
    return indices.size();
  }

  List<LabelledBox> apply(List<LabelledBox> boxes) {
    return boxes.stream()
        .map(box -> new LabelledBox(indices.get(box.label()), box.box(), box.isCrowd()))
        .toList();
  }
}
