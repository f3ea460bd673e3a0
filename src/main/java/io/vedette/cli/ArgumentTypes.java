package io.vedette.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * The conversion of arguments to numbers, paths and choices; one that does not fit is refused with
 * "expected …, found …". Constants only.
 */
final class ArgumentTypes {
  private ArgumentTypes() {}

  /** Converts the arguments of a command and of all commands below it. */
  static CommandLine registered(CommandLine line) {
    ITypeConverter<Integer> whole = text -> number(text, "a whole number", Integer::valueOf);
    ITypeConverter<Long> large = text -> number(text, "a whole number", Long::valueOf);
    ITypeConverter<Double> real = text -> number(text, "a number", ArgumentTypes::finite);
    line.registerConverter(int.class, whole).registerConverter(Integer.class, whole);
    line.registerConverter(long.class, large).registerConverter(Long.class, large);
    line.registerConverter(double.class, real).registerConverter(Double.class, real);
    line.registerConverter(boolean.class, ArgumentTypes::flag);
    line.registerConverter(Path.class, ArgumentTypes::path);
    registerChoices(line);
    return line;
  }

  private static void registerChoices(CommandLine line) {
    for (ArgSpec argument : line.getCommandSpec().args()) {
      if (argument.type().isEnum()) {
        registerChoice(line, argument.type());
      }
    }
    line.getSubcommands().values().forEach(ArgumentTypes::registerChoices);
  }

  private static <T> void registerChoice(CommandLine line, Class<T> type) {
    line.registerConverter(type, text -> choice(type, text));
  }

  private static <T> T choice(Class<T> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(word(text)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected one of %s, found %s"
                        .formatted(
                            Arrays.stream(type.getEnumConstants())
                                .map(ArgumentTypes::word)
                                .collect(Collectors.joining(", ")),
                            text)));
  }

  private static String word(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("expected a file or a folder, found nothing");
    }
    return Path.of(text);
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new TypeConversionException("expected true or false, found " + text);
    };
  }

  private static Double finite(String text) {
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value) || Character.isLetter(text.charAt(text.length() - 1))) { // 7d, 1f
      throw new NumberFormatException(text);
    }
    return value;
  }

  private static <T> T number(String text, String what, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expected %s, found %s".formatted(what, text));
    }
  }
}
