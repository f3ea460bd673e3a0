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
  private final boolean lenient;
  private final List<Problem> problems;

  /**
   * @param lenient leaves what stands for nothing here as it is, for another node to resolve
   */
  References(Map<String, String> environment, boolean lenient, List<Problem> problems) {
    this.environment = environment;
    this.lenient = lenient;
    this.problems = problems;
  }

  /** The scalar with its references replaced; one that was resolved before is left alone. */
  Node.Scalar resolve(Node.Scalar scalar) {
    Matcher matcher = REFERENCE.matcher(scalar.text());
    if (scalar.secret() || !matcher.find()) {
      return scalar;
    }
    String origin = scalar.origin();
    String resolved =
        matcher.replaceAll(found -> Matcher.quoteReplacement(valueOf(found.group(1), origin)));
    return new Node.Scalar(resolved, origin, true);
  }

  private String valueOf(String reference, String origin) {
    if (reference.startsWith(FILE)) {
      return fileContent(reference, origin);
    }
    int separator = reference.indexOf(":-");
    String name = separator < 0 ? reference : reference.substring(0, separator);
    String value = environment.get(name);
    if (value != null) {
      return value;
    }
    if (separator >= 0) {
      return reference.substring(separator + 2);
    }
    return open(
        reference,
        "%s: variable %s is not set; set it or write ${%s:-default}".formatted(origin, name, name));
  }

  /** What a reference that stands for nothing becomes. */
  private String open(String reference, String problem) {
    if (lenient) {
      return "${" + reference + "}";
    }
    problems.add(new Problem("", problem));
    return "";
  }

  private String fileContent(String reference, String origin) {
    String path = reference.substring(FILE.length());
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException | InvalidPathException e) {
      return open(reference, origin + ": secret file " + path + " cannot be read");
    }
  }
}
