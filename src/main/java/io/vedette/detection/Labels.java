package io.vedette.detection;

import io.vedette.config.LabelGroup;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import io.vedette.validation.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of a model's classes, by index. Immutable. */
public final class Labels {
  private final List<String> names;
  private final List<String> own;

  /**
   * Names for a number of classes.
   *
   * @param names by index; when empty, classes are called {@code class0, class1, …}
   * @throws Failure of action STOP when there are names, but for another number of classes
   */
  public Labels(List<String> names, int classes) {
    if (!names.isEmpty() && names.size() != classes) {
      throw Failure.stop(
          "the model names %s, but its output has %d"
              .formatted(Count.classes(names.size()), classes));
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      String otherwise = "class" + i;
      // A file may name its classes as it likes; records and all who show them may not.
      all.add(i < names.size() ? Names.named(names.get(i), otherwise) : otherwise);
    }
    this.names = List.copyOf(all);
    this.own = this.names;
  }

  private Labels(List<String> own, List<String> names) {
    this.own = own;
    this.names = names;
  }

  /**
   * The labels with other names.
   *
   * @param others the other names, by the model's
   * @throws Failure of action STOP when one of these is not the model's
   */
  public Labels renamed(Map<String, String> others) {
    boolean[] unused = among(others.keySet());
    List<String> renamed = new ArrayList<>();
    for (String name : names) {
      renamed.add(Names.named(others.getOrDefault(name, name), name));
    }
    return new Labels(own, List.copyOf(renamed));
  }

  /** The names by index. */
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
        if (LabelGroup.areAlike(confusable, names.get(i), names.get(before))
            || LabelGroup.areAlike(confusable, own.get(i), own.get(before))) {
          groups[i] = groups[before];
        }
      }
    }
    return groups;
  }

  /**
   * The classes that some names stand for, the model's own names or their replacements; all classes
   * when no name is given.
   *
   * @throws Failure of action STOP when a name is not the model's
   */
  public boolean[] among(Collection<String> wanted) {
    boolean[] isAmong = new boolean[names.size()];
    java.util.Arrays.fill(isAmong, wanted.isEmpty());
    for (String name : wanted) {
      boolean isKnown = false;
      for (int i = 0; i < isAmong.length; i++) {
        boolean isIt = name.equals(names.get(i)) || name.equals(own.get(i));
        isAmong[i] |= isIt;
        isKnown |= isIt;
      }
      if (!isKnown) {
        throw Failure.stop(
            "class \"%s\" is none of the model's: %s".formatted(name, String.join(", ", names)));
      }
    }
    return isAmong;
  }

  /** A setting for a class, by its name or the model's; null when there is none. */
  @Nullable Double given(Map<String, Double> byLabel, int classId) {
    @Nullable Double byName = byLabel.get(names.get(classId));
    return byName == null ? byLabel.get(own.get(classId)) : byName;
  }
}
