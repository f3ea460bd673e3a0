package io.vedette.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vedette.text.Count;
import io.vedette.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a record whose fields are checked as they are read: presence, type and bounds.
 * Every complaint is an {@link IllegalArgumentException} that names the field, with what was
 * expected and found. Other fields are ignored; {@code null} counts as missing. Immutable.
 */
public final class CheckedJson {
  private static final int SHOWN = 60;
  private static final double NANOS = 1e9;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Bounds.JSON_DEPTH)
                          .maxNumberLength(100)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode node;
  private final String path;

  private CheckedJson(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /**
   * The object in a record's value.
   *
   * @param what the expected kind, as "a detection event"
   * @throws IllegalArgumentException when it is none, too large or too deep
   */
  public static CheckedJson parse(byte @Nullable [] bytes, String what) {
    if (bytes == null || bytes.length > Bounds.JSON_BYTES) {
      String found = bytes == null ? "nothing" : Count.bytes(bytes.length);
      throw new IllegalArgumentException(
          "not %s: expected up to %s, found %s"
              .formatted(what, Count.bytes(Bounds.JSON_BYTES), found));
    }
    try {
      JsonNode root = MAPPER.readTree(bytes);
      if (root.isObject()) {
        return new CheckedJson(root, "");
      }
      throw new IllegalArgumentException(
          "not %s: expected a JSON object, found %s".formatted(what, shown(root)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not " + what + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("not " + what + ": " + e.getMessage(), e);
    }
  }

  /** The object as JSON in one line, its unsafe characters escaped. */
  public String line() {
    return Printable.json(node.toString());
  }

  /** A field without checks, for a reader that has its own. */
  public JsonNode raw(String field) {
    return node.path(field);
  }

  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** A text for people, of any characters. */
  public String text(String field) {
    return text(field, Bounds.TEXT);
  }

  /** A text for people, of any characters; null when it is missing. */
  public @Nullable String maybeText(String field) {
    return has(field) ? text(field) : null;
  }

  /** A name that can be shown without escaping. */
  public String name(String field) {
    return Names.name(path + field, text(field, Bounds.TEXT));
  }

  public String name(String field, String otherwise) {
    return has(field) ? name(field) : otherwise;
  }

  /** A name that may be empty or missing, and then is empty. */
  public String maybeName(String field) {
    return has(field) && !node.path(field).asText().isEmpty() ? name(field) : "";
  }

  /** A text made of names. */
  public String joined(String field) {
    String text = text(field, Bounds.JOINED_NAMES);
    if (!Printable.isSafe(text)) {
      throw wrong(field, "visible characters");
    }
    return text;
  }

  /** A text that meets a condition. */
  public String text(String field, String expected, Function<String, Boolean> form) {
    String text = text(field, Bounds.TEXT);
    if (!form.apply(text)) {
      throw wrong(field, expected);
    }
    return text;
  }

  /** A whole number from 0 on. */
  public long number(String field, long most) {
    JsonNode number = required(field);
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw wrong(field, "a whole number up to " + most);
    }
    return Bounds.number(path + field, number.longValue(), 0, most);
  }

  public long number(String field, long most, long otherwise) {
    return has(field) ? number(field, most) : otherwise;
  }

  /** A number within bounds. */
  public double real(String field, double least, double most) {
    JsonNode number = required(field);
    double value = number.isNumber() ? number.doubleValue() : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw wrong(field, "a number from %s to %s".formatted(least, most));
    }
    return value;
  }

  /** A number from 0 to 1. */
  public double part(String field) {
    return real(field, 0, 1);
  }

  public double part(String field, double otherwise) {
    return has(field) ? part(field) : otherwise;
  }

  public boolean flag(String field) {
    if (has(field) && !node.path(field).isBoolean()) {
      throw wrong(field, "true or false");
    }
    return node.path(field).booleanValue();
  }

  public Instant time(String field) {
    String text = text(field, SHOWN);
    try {
      return Bounds.time(path + field, Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw wrong(field, "a time as 2026-11-23T22:40:16.123456Z");
    }
  }

  public @Nullable Instant maybeTime(String field) {
    return has(field) ? time(field) : null;
  }

  public @Nullable Duration maybeSeconds(String field) {
    return has(field) ? seconds(real(field, 0, (double) Bounds.LATEST.getEpochSecond())) : null;
  }

  /** A time from its seconds, to the nanosecond. */
  public static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * NANOS));
  }

  public CheckedJson object(String field) {
    JsonNode object = required(field);
    if (!object.isObject()) {
      throw wrong(field, "an object");
    }
    return new CheckedJson(object, path + field + ".");
  }

  public @Nullable CheckedJson maybeObject(String field) {
    return has(field) ? object(field) : null;
  }

  /** The objects of an array; none when it is missing. */
  public <V> List<V> objects(String field, int most, Function<CheckedJson, V> reader) {
    return list(
        field,
        most,
        (item, place) -> {
          if (!item.isObject()) {
            throw new IllegalArgumentException(
                "%s: expected an object, found %s".formatted(place, shown(item)));
          }
          return reader.apply(new CheckedJson(item, place + "."));
        });
  }

  /** The names of an array; none when it is missing. */
  public List<String> names(String field) {
    return list(
        field,
        Bounds.ENTRIES,
        (item, place) -> {
          if (!item.isTextual()) {
            throw new IllegalArgumentException(
                "%s: expected a name, found %s".formatted(place, shown(item)));
          }
          return Names.name(place, item.textValue());
        });
  }

  /**
   * The arrays of numbers within an array; none when it is missing.
   *
   * @param length the length of each array
   */
  public List<double[]> tuples(String field, int length) {
    return list(
        field,
        Bounds.ENTRIES,
        (item, place) -> {
          double[] numbers = new double[length];
          boolean fits = item.isArray() && item.size() == length;
          for (int i = 0; fits && i < length; i++) {
            numbers[i] = item.get(i).isNumber() ? item.get(i).doubleValue() : Double.NaN;
            fits = Double.isFinite(numbers[i]);
          }
          if (!fits) {
            throw new IllegalArgumentException(
                "%s: expected %d numbers, found %s".formatted(place, length, shown(item)));
          }
          return numbers;
        });
  }

  /** Whole numbers by name; none when the group is missing. */
  public Map<String, Long> numbers(String field) {
    return entries(field, (group, name) -> group.number(name, Bounds.COUNT));
  }

  /** Numbers by name; none when the group is missing. */
  public Map<String, Double> reals(String field) {
    return entries(field, (group, name) -> group.real(name, -1e12, 1e12));
  }

  private interface Entry<V> {
    V read(CheckedJson group, String name);
  }

  private <V> Map<String, V> entries(String field, Entry<V> entry) {
    Map<String, V> entries = new LinkedHashMap<>();
    CheckedJson group = maybeObject(field);
    if (group == null) {
      return entries;
    }
    if (group.node.size() > Bounds.ENTRIES) {
      throw new IllegalArgumentException(
          "%s%s: expected up to %d entries, found %d"
              .formatted(path, field, Bounds.ENTRIES, group.node.size()));
    }
    group
        .node
        .fieldNames()
        .forEachRemaining(
            name -> entries.put(Names.name(group.path, name), entry.read(group, name)));
    return entries;
  }

  private interface Item<V> {
    V read(JsonNode item, String place);
  }

  private <V> List<V> list(String field, int most, Item<V> reader) {
    List<V> read = new ArrayList<>();
    JsonNode array = node.path(field);
    if (!has(field)) {
      return read;
    }
    if (!array.isArray() || array.size() > most) {
      throw wrong(field, "an array of up to " + most);
    }
    for (int i = 0; i < array.size(); i++) {
      read.add(reader.read(array.get(i), "%s%s[%d]".formatted(path, field, i)));
    }
    return read;
  }

  private String text(String field, int most) {
    JsonNode text = required(field);
    if (!text.isTextual() || text.textValue().length() > most || isBroken(text.textValue())) {
      throw wrong(field, "a text of up to " + most + " characters");
    }
    return text.textValue();
  }

  /** Whether a text has an unpaired surrogate, which can be read, but not written. */
  private static boolean isBroken(String text) {
    return text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
  }

  private JsonNode required(String field) {
    if (!has(field)) {
      throw new IllegalArgumentException(path + field + " is missing");
    }
    return node.path(field);
  }

  private IllegalArgumentException wrong(String field, String expected) {
    return new IllegalArgumentException(
        "%s%s: expected %s, found %s".formatted(path, field, expected, shown(node.path(field))));
  }

  private static String shown(JsonNode found) {
    if (found.isArray() || found.isObject()) {
      return (found.isArray() ? "an array of " : "an object of ") + found.size();
    }
    return found.isMissingNode() ? "nothing" : Printable.line(found.toString(), SHOWN);
  }
}
