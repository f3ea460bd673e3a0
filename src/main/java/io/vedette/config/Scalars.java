package io.vedette.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of texts to the simple types that a settings record may hold: Java's, and all that
 * have a public static {@code parse(String)}. A text that does not fit throws an {@link
 * IllegalArgumentException} with "expected …".
 */
final class Scalars {
  private static final Pattern DURATION =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(us|ms|s|min|m|h|d)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);
  private static final Map<Class<?>, Function<String, ?>> PARSERS = parsers();

  private Scalars() {}

  static boolean knows(Class<?> type) {
    return type.isEnum() || PARSERS.containsKey(type) || ownParser(type) != null;
  }

  static Object parse(Class<?> type, String text) {
    if (type.isEnum()) {
      return parseEnum(type, text);
    }
    @Nullable Function<String, ?> parser = PARSERS.get(type);
    if (parser != null) {
      return parser.apply(text.strip());
    }
    @Nullable Method own = ownParser(type);
    if (own == null) {
      throw new IllegalStateException("no conversion to " + type);
    }
    return parse(own, text.strip());
  }

  /** The public static method {@code parse(String)} of a type that is written as one text. */
  private static @Nullable Method ownParser(Class<?> type) {
    try {
      Method parser = type.getMethod("parse", String.class);
      return Modifier.isStatic(parser.getModifiers()) && parser.getReturnType() == type
          ? parser
          : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static Object parse(Method parser, String text) {
    try {
      return parser.invoke(null, text);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof IllegalArgumentException misfit
          ? misfit
          : new IllegalStateException(parser + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(parser + " cannot be called", e);
    }
  }

  private static Map<Class<?>, Function<String, ?>> parsers() {
    Map<Class<?>, Function<String, ?>> parsers = new LinkedHashMap<>();
    parsers.put(String.class, text -> text);
    parsers.put(Path.class, Path::of);
    parsers.put(Duration.class, Scalars::duration);
    parsers.put(Secret.class, Secret::new);
    Function<String, Boolean> flag = Scalars::flag;
    parsers.put(boolean.class, flag);
    parsers.put(Boolean.class, flag);
    Function<String, Integer> whole = text -> number(text, "a whole number", Integer::valueOf);
    parsers.put(int.class, whole);
    parsers.put(Integer.class, whole);
    Function<String, Long> large = text -> number(text, "a whole number", Long::valueOf);
    parsers.put(long.class, large);
    parsers.put(Long.class, large);
    Function<String, Double> real = text -> number(text, "a number", Scalars::finite);
    parsers.put(double.class, real);
    parsers.put(Double.class, real);
    return Map.copyOf(parsers);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Optional<Long> unit =
        matcher.matches() ? Optional.ofNullable(NANOS.get(matcher.group(2))) : Optional.empty();
    return unit.map(
            nanos -> Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanos)))
        .orElseThrow(
            () -> new IllegalArgumentException("expected a duration such as 500ms, 10s or 5m"));
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("expected true or false");
    };
  }

  private static <T> T number(String text, String what, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected " + what, e);
    }
  }

  private static Double finite(String text) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value) || Character.isLetter(text.charAt(text.length() - 1))) { // 7d, 1f
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static Object parseEnum(Class<?> type, String text) {
    Object[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(
            constant ->
                SettingNames.kebab(((Enum<?>) constant).name())
                    .equals(SettingNames.kebab(text.strip())))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("expected one of " + words(constants)));
  }

  private static String words(Object[] constants) {
    return Arrays.stream(constants)
        .map(constant -> SettingNames.kebab(((Enum<?>) constant).name()))
        .collect(Collectors.joining(", "));
  }
}
