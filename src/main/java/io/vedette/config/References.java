package io.vedette.config;

import io.vedette.file.FileReason;
import io.vedette.file.SmallFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The resolution of {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${file:/run/secrets/x}} to
 * their values. Confined to one load.
 */
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String FILE = "file:";
  private static final int LARGEST = 64 << 10;

  private final Map<String, String> environment;
  private final boolean lenient;
  private final List<SettingProblem> problems;
  private final @Nullable List<String> allowed;
  private final Set<String> trusted;

  /**
   * @param lenient whether a reference without a value here stays as it is, for another node to
   *     resolve; else it is a problem
   * @param allowed variables, and files or folders, that may be referred to; all when null
   * @param trusted full keys of settings that may refer to everything
   */
  References(
      Map<String, String> environment,
      boolean lenient,
      List<SettingProblem> problems,
      @Nullable List<String> allowed,
      Set<String> trusted) {
    this.environment = environment;
    this.lenient = lenient;
    this.problems = problems;
    this.allowed = allowed;
    this.trusted = trusted;
  }

  /**
   * The scalar with its references replaced by values; a scalar that was resolved before stays as
   * it is.
   *
   * @param key the setting's full key
   */
  SettingNode.Scalar resolve(SettingNode.Scalar scalar, String key) {
    Matcher matcher = REFERENCE.matcher(scalar.text());
    if (scalar.secret() || !matcher.find()) {
      return scalar;
    }
    UrlParts parts = UrlParts.of(scalar.text());
    Place place = new Place(key, scalar.origin());
    String resolved =
        matcher.replaceAll(found -> Matcher.quoteReplacement(inserted(found, parts, place)));
    return new SettingNode.Scalar(resolved, scalar.origin(), true);
  }

  private String inserted(MatchResult reference, UrlParts parts, Place place) {
    String value = valueOf(reference.group(1), place);
    boolean isOpen = lenient && value.equals(reference.group());
    return isOpen ? value : parts.inserted(value, reference.start());
  }

  private String valueOf(String reference, Place place) {
    if (reference.startsWith(FILE)) {
      return fileContent(reference, place);
    }
    int separator = reference.indexOf(":-");
    String name = separator < 0 ? reference : reference.substring(0, separator);
    List<String> limits = limits(place);
    if (limits != null && !limits.contains(name)) {
      return forbidden(name, place, reference);
    }
    String value = environment.get(name);
    if (value != null) {
      return value;
    }
    if (separator >= 0) {
      return reference.substring(separator + 2);
    }
    return open(
        reference,
        place.problem(
            "variable %s is not set".formatted(name),
            "; set it or write ${%s:-default}".formatted(name)));
  }

  /** The text in place of a reference without a value: the reference itself, or nothing. */
  private String open(String reference, SettingProblem problem) {
    if (lenient) {
      return "${" + reference + "}";
    }
    problems.add(problem);
    return "";
  }

  /** The setting that holds a reference, and where a person finds it. */
  private record Place(String key, String origin) {
    private SettingProblem problem(String what, String more) {
      return new SettingProblem(key, "%s (%s)%s".formatted(what, origin, more));
    }

    private SettingProblem unusable(String file, String reason) {
      return problem("secret file %s cannot be used".formatted(file), ": " + reason);
    }
  }

  private String fileContent(String reference, Place place) {
    String path = reference.substring(FILE.length());
    List<String> limits = limits(place);
    try {
      Path file = Path.of(path).toRealPath(); // behind links, where they lead
      if (limits != null && !isAllowed(file, limits)) {
        return forbidden(path, place, reference);
      }
      return text(reference, place, path, file);
    } catch (IOException | InvalidPathException e) {
      return limits == null
          ? open(reference, place.unusable(path, reason(e)))
          : forbidden(path, place, reference); // whether it is there is nobody's business
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof IOException unread ? FileReason.of(unread) : "it is no file's name";
  }

  private String text(String reference, Place place, String path, Path file) throws IOException {
    byte[] content = SmallFile.bytes(file, LARGEST);
    String secret = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    return secret.isBlank()
        ? open(reference, place.unusable(path, "expected a text, found nothing"))
        : secret.strip();
  }

  /** The variables, and files or folders, that a setting may refer to; all when null. */
  private @Nullable List<String> limits(Place place) {
    return trusted.contains(place.key) ? null : allowed;
  }

  private static boolean isAllowed(Path file, List<String> folders) {
    return folders.stream().filter(path -> path.startsWith("/")).anyMatch(path -> isIn(file, path));
  }

  private static boolean isIn(Path file, String folder) {
    try {
      return file.startsWith(Path.of(folder).toRealPath());
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private String forbidden(String name, Place place, String reference) {
    return open(
        reference,
        place.problem(
            "${%s} is not allowed in a camera's record on this node".formatted(reference),
            "; to allow it: --set secrets.allow=" + name));
  }
}
