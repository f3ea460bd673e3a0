package io.vedette.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${file:/run/secrets/x}} by what
 * they stand for. Confined to one load.
 */
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String FILE = "file:";

  private final Map<String, String> environment;
  private final List<Problem> problems;

  References(Map<String, String> environment, List<Problem> problems) {
    this.environment = environment;
    this.problems = problems;
  }

  Node.Scalar resolve(String text, String origin) {
    Matcher matcher = REFERENCE.matcher(text);
    boolean secret = matcher.find();
    String resolved =
        secret
            ? matcher.replaceAll(found -> Matcher.quoteReplacement(valueOf(found.group(1), origin)))
            : text;
    return new Node.Scalar(resolved, origin, secret);
  }

  private String valueOf(String reference, String origin) {
    if (reference.startsWith(FILE)) {
      return fileContent(reference.substring(FILE.length()), origin);
    }
    int separator = reference.indexOf(":-");
    String name = separator < 0 ? reference : reference.substring(0, separator);
    String value = environment.get(name);
    if (value != null) {
      return value;
    }
    if (separator < 0) {
      problems.add(
          new Problem(
              "",
              origin
                  + ": variable "
                  + name
                  + " is not set; set it or write ${"
                  + name
                  + ":-default}"));
      return "";
    }
    return reference.substring(separator + 2);
  }

  private String fileContent(String path, String origin) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException | InvalidPathException e) {
      problems.add(new Problem("", origin + ": secret file " + path + " cannot be read"));
      return "";
    }
  }
}
