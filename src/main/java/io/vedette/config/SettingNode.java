package io.vedette.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of the settings tree, with the place where it was written. Mappings are mutable while
 * sources are merged.
 */
sealed interface SettingNode {
  /**
   * The place for people, as {@code vedette.yaml:12}, {@code --set} or {@code
   * VEDETTE_DETECT_MODEL}.
   */
  String origin();

  /**
   * A text that is not converted yet. It is {@code secret} once references in it were resolved:
   * then it must not be shown.
   */
  record Scalar(String text, String origin, boolean secret) implements SettingNode {
    String shown() {
      return secret ? "a value from a reference" : '"' + text + '"';
    }
  }

  record Sequence(List<SettingNode> items, String origin) implements SettingNode {}

  record Mapping(Map<String, SettingNode> entries, String origin) implements SettingNode {
    static Mapping empty(String origin) {
      return new Mapping(new LinkedHashMap<>(), origin);
    }

    /** Puts a value at a path; creates missing mappings on the way, and replaces a former value. */
    void put(List<String> path, SettingNode value) {
      String head = path.get(0);
      if (path.size() == 1) {
        entries.merge(head, value, Mapping::overlaid);
        return;
      }
      if (!(entries.get(head) instanceof Mapping)) {
        entries.put(head, empty(value.origin()));
      }
      if (entries.get(head) instanceof Mapping inner) {
        inner.put(path.subList(1, path.size()), value);
      }
    }

    /** The value at a dotted path; null when there is none. */
    @Nullable SettingNode at(String path) {
      @Nullable SettingNode found = this;
      for (String key : SettingNames.parts(path)) {
        found = found instanceof Mapping group ? group.entries.get(key) : null;
      }
      return found;
    }

    /** Merges another mapping into this one; its values replace those of this one. */
    void overlay(Mapping other) {
      other.entries.forEach((key, value) -> entries.merge(key, value, Mapping::overlaid));
    }

    private static SettingNode overlaid(SettingNode under, SettingNode over) {
      if (under instanceof Mapping below && over instanceof Mapping above) {
        below.overlay(above);
        return below;
      }
      return over;
    }
  }
}
