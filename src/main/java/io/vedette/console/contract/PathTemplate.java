package io.vedette.console.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path of the contract, such as {@code /tracks/{id}:keep}. Immutable. */
record PathTemplate(String text, List<Segment> segments) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}(.*)");

  /**
   * A part of a path between two slashes.
   *
   * @param parameter its name; null for plain text
   * @param text the plain text, or what follows the parameter
   */
  private record Segment(@Nullable String parameter, String text) {
    private static Segment parse(String text) {
      Matcher matcher = PARAMETER.matcher(text);
      return matcher.matches()
          ? new Segment(matcher.group(1), matcher.group(2))
          : new Segment(null, text);
    }

    private boolean matches(String raw) {
      return parameter == null
          ? raw.equals(text)
          : raw.length() > text.length() && raw.endsWith(text);
    }
  }

  static PathTemplate parse(String text) {
    return new PathTemplate(text, split(text).stream().map(Segment::parse).toList());
  }

  /** The parts of a path between its slashes, still encoded. */
  static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /** The path's parameters, still encoded; empty when the path is another one. */
  Optional<Map<String, String>> match(List<String> raw) {
    if (raw.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < raw.size(); i++) {
      Segment segment = segments.get(i);
      String part = raw.get(i);
      if (!segment.matches(part)) {
        return Optional.empty();
      }
      if (segment.parameter != null) {
        parameters.put(segment.parameter, part.substring(0, part.length() - segment.text.length()));
      }
    }
    return Optional.of(parameters);
  }

  /** The order of templates: the more specific one has the lower number. */
  int generality() {
    int general = 0;
    for (Segment segment : segments) {
      general += segment.parameter == null ? 0 : 1000 - segment.text.length();
    }
    return general;
  }

  List<String> parameters() {
    List<String> names = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment.parameter != null) {
        names.add(segment.parameter);
      }
    }
    return names;
  }
}
