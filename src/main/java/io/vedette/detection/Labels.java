package io.vedette.detection;

import io.vedette.config.LabelGroup;
import io.vedette.runtime.Failure;
import io.vedette.validation.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A model's classes by index. Immutable. */
public final class Labels {
  private final List<String> names;

  /**
   * Names for a number of classes.
   *
   * @param names by index; when empty, classes are called {@code class0, class1, …}
   * @throws Failure of action STOP when there are names, but for another number of classes
   */
  public Labels(List<String> names, int classes) {
    if (!names.isEmpty() && names.size() != classes) {
      throw Failure.stop(
          "the model names %d classes, but its output has %d".formatted(names.size(), classes));
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      String otherwise = "class" + i;
      // A file may name its classes as it likes; records and all who show them may not.
      all.add(i < names.size() ? Names.named(names.get(i), otherwise) : otherwise);
    }
    this.names = List.copyOf(all);
  }

  /** By index. */
  public List<String> names() {
    return names;
  }

  public String name(int classId) {
    return names.get(classId);
  }

  public int size() {
    return names.size();
  }

  /** A number for each class that only those taken for each other share. */
  int[] groups(List<LabelGroup> confusable) {
    int[] groups = new int[names.size()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = i;
      for (int before = i - 1; before >= 0; before--) {
        if (LabelGroup.areAlike(confusable, names.get(i), names.get(before))) {
          groups[i] = groups[before];
        }
      }
    }
    return groups;
  }

  /**
   * Which classes are among some names; all when none are given.
   *
   * @throws Failure of action STOP when a name is not the model's
   */
  public boolean[] among(Collection<String> wanted) {
    boolean[] isAmong = new boolean[names.size()];
    java.util.Arrays.fill(isAmong, wanted.isEmpty());
    for (String name : wanted) {
      int index = names.indexOf(name);
      if (index < 0) {
        throw Failure.stop(
            "class \"%s\" is none of the model's: %s".formatted(name, String.join(", ", names)));
      }
      isAmong[index] = true;
    }
    return isAmong;
  }
}
