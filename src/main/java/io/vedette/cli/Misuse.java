package io.vedette.cli;

import io.vedette.text.SimilarNames;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The explanation of a wrong command line, in one line. */
final class Misuse {
  /**
   * The form of a message about a value that is out of bounds, which begins with its key in the
   * settings.
   */
  private static final Pattern KEY = Pattern.compile("([a-z][a-z-]*): .*", Pattern.DOTALL);

  private Misuse() {}

  /**
   * The explanation, as {@code --port: expected a whole number, found x}.
   *
   * @param given all arguments of the program
   */
  static String words(ParameterException failure, String[] given) {
    CommandLine line = failure.getCommandLine();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().get(0), line);
    }
    if (failure instanceof MissingParameterException missing) {
      // An option that is required may be there, with a misspelled name.
      List<String> unknown = line.getUnmatchedArguments();
      return unknown.isEmpty()
          ? missing(missing.getMissing(), List.of(given))
          : unknown(unknown.get(0), line);
    }
    if (failure.getValue() != null && failure.getArgSpec() == null) {
      return unknown(failure.getValue(), line); // of vedette help
    }
    ArgSpec argument = failure.getArgSpec();
    return argument == null
        ? named(String.valueOf(failure.getMessage()), line.getCommandSpec())
        : wrong(failure, argument);
  }

  private static String wrong(ParameterException failure, ArgSpec argument) {
    String name = name(argument);
    if (failure.getCause() instanceof TypeConversionException misfit) {
      return name + ": " + misfit.getMessage();
    }
    if (failure.getValue() != null && argument.typeInfo().isMap()) {
      return "%s: expected %s, found %s".formatted(name, argument.paramLabel(), failure.getValue());
    }
    return failure instanceof CommandLine.OverwrittenOptionException
        ? name + ": given twice"
        : String.valueOf(failure.getMessage());
  }

  private static String unknown(String text, CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    if (text.startsWith("-") && text.length() > 1) {
      String name = text.replaceFirst("=.*", "");
      return "unknown option "
          + name
          + SimilarNames.nearest(name, command.optionsMap().keySet())
              .map(near -> "; did you mean " + near + "?")
              .orElse("");
    }
    if (line.getSubcommands().isEmpty()) {
      return "unexpected argument " + text;
    }
    return "unknown command "
        + text
        + SimilarNames.nearest(text, line.getSubcommands().keySet())
            .map(near -> "; did you mean " + near + "?")
            .orElse("; there are: " + commands(line));
  }

  private static String missing(List<ArgSpec> missing, List<String> given) {
    if (missing.size() == 1
        && missing.get(0) instanceof OptionSpec option
        && Arrays.stream(option.names()).anyMatch(given::contains)) {
      return "%s: expected %s, found nothing".formatted(name(option), option.paramLabel());
    }
    return "missing " + missing.stream().map(Misuse::label).collect(Collectors.joining(", "));
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + "=" + option.paramLabel()
        : argument.paramLabel();
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** A message with the command's option in place of the key, if it has one. */
  private static String named(String message, CommandSpec command) {
    Matcher key = KEY.matcher(message);
    return key.matches() && command.findOption("--" + key.group(1)) != null
        ? "--" + message
        : message;
  }

  private static String commands(CommandLine line) {
    return String.join(", ", line.getSubcommands().keySet());
  }
}
