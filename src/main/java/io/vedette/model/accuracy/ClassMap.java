package io.vedette.model.accuracy;

import io.vedette.runtime.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The mapping of one detector's classes to another's. Immutable. */
public final class ClassMap {
  private final List<Integer> indices;

  private ClassMap(List<Integer> indices) {
    this.indices = List.copyOf(indices);
  }

  /**
   * The map from some names to others.
   *
   * @throws Failure of action STOP when none is the same
   */
  public static ClassMap byName(List<String> from, List<String> to) {
    List<Integer> indices = new ArrayList<>();
    from.forEach(name -> indices.add(to.indexOf(name)));
    if (indices.stream().allMatch(index -> index < 0)) {
      throw Failure.stop(
          "the model's classes (%s) and the data's (%s) have no name in common"
              .formatted(String.join(", ", from), String.join(", ", to)));
    }
    return new ClassMap(indices);
  }

  /**
   * The map by name, or by index where there are as many and no name is the same, as for models
   * without names of classes.
   *
   * @throws Failure of action STOP when neither is possible
   */
  public static ClassMap between(List<String> from, List<String> to) {
    boolean isNameless = from.size() == to.size() && from.stream().noneMatch(to::contains);
    return isNameless
        ? new ClassMap(IntStream.range(0, from.size()).boxed().toList())
        : byName(from, to);
  }

  /** The other's index; negative when it has no such class. */
  public int of(int index) {
    return indices.get(index);
  }
}
