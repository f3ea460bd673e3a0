package io.vedette.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The class names in a model's metadata, as exporters write them: a Python literal, {@code {0:
 * 'person', 1: "it's"}} or {@code ['person', 'car']}; JSON's strings are read as well.
 */
public final class ClassNames {
  private final String text;
  private int position;

  private ClassNames(String text) {
    this.text = text;
  }

  /**
   * The names by class index.
   *
   * @throws IllegalArgumentException when the text is no such literal, or an index is missing
   */
  public static List<String> parse(String text) {
    ClassNames names = new ClassNames(text);
    char open = names.next();
    if (open != '{' && open != '[' && open != '(') {
      throw names.unexpected("{ or [");
    }
    List<String> found = open == '{' ? names.mapping() : names.sequence(open == '[' ? ']' : ')');
    names.skipSpace();
    if (names.position < text.length()) {
      throw names.unexpected("the end");
    }
    return found;
  }

  /** Words for classes that have no names: {@code class0}, {@code class1} … */
  public static List<String> unnamed(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class" + i).toList();
  }

  /** The names as Python's {@code repr} writes a mapping from their indices. */
  public static String format(List<String> names) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(i).append(": ").append(quoted(names.get(i)));
    }
    return text.append('}').toString();
  }

  private static String quoted(String name) {
    boolean hasOnlySingle = name.contains("'") && !name.contains("\"");
    String quote = hasOnlySingle ? "\"" : "'";
    String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    return quote + (hasOnlySingle ? escaped : escaped.replace("'", "\\'")) + quote;
  }

  private List<String> mapping() {
    Map<Integer, String> byIndex = new TreeMap<>();
    while (!ends('}')) {
      int index = index();
      expect(':');
      byIndex.put(index, string());
      separator('}');
    }
    for (int i = 0; i < byIndex.size(); i++) {
      if (!byIndex.containsKey(i)) {
        throw new IllegalArgumentException("class " + i + " has no name");
      }
    }
    return List.copyOf(byIndex.values());
  }

  private List<String> sequence(char close) {
    List<String> names = new ArrayList<>();
    while (!ends(close)) {
      names.add(string());
      separator(close);
    }
    return List.copyOf(names);
  }

  private void separator(char close) {
    skipSpace();
    if (position < text.length() && text.charAt(position) == close) {
      return;
    }
    expect(',');
  }

  private boolean ends(char close) {
    skipSpace();
    boolean isEnd = position < text.length() && text.charAt(position) == close;
    position += isEnd ? 1 : 0;
    return isEnd;
  }

  private int index() {
    skipSpace();
    boolean isQuoted = position < text.length() && "'\"".indexOf(text.charAt(position)) >= 0;
    if (isQuoted) {
      return Integer.parseInt(string());
    }
    int start = position;
    while (position < text.length() && Character.isDigit(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw unexpected("a class index");
    }
    return Integer.parseInt(text.substring(start, position));
  }

  private String string() {
    char quote = next();
    if (quote != '\'' && quote != '"') {
      throw unexpected("a quoted name");
    }
    StringBuilder name = new StringBuilder();
    for (char c = raw(); c != quote; c = raw()) {
      name.append(c == '\\' ? escaped() : c);
    }
    return name.toString();
  }

  private char escaped() {
    char c = raw();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'x' -> code(2);
      case 'u' -> code(4);
      default -> c;
    };
  }

  private char code(int digits) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      hex.append(raw());
    }
    return (char) Integer.parseInt(hex.toString(), 16);
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw unexpected("\"" + wanted + "\"");
    }
  }

  private char next() {
    skipSpace();
    return raw();
  }

  private char raw() {
    if (position == text.length()) {
      throw new IllegalArgumentException("names end too early: " + text);
    }
    return text.charAt(position++);
  }

  private void skipSpace() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private IllegalArgumentException unexpected(String wanted) {
    return new IllegalArgumentException(
        "names: expected %s at %d of %s".formatted(wanted, position, text));
  }
}
