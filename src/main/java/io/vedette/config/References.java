package io.vedette.config;

import io.vedette.text.Count;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /**
   * @param allowed variables, and files or folders, that may be referred to; all when null
   * @param lenient leaves what stands for nothing here as it is, for another node to resolve
   */
  References(
      Map<String, String> environment,
      boolean lenient,
      List<SettingProblem> problems,
      @Nullable List<String> allowed) {
    this.environment = environment;
    this.lenient = lenient;
    this.problems = problems;
    this.allowed = allowed;
  }

  /** The scalar with its references replaced; one that was resolved before is left alone. */
  SettingNode.Scalar resolve(SettingNode.Scalar scalar) {
    Matcher matcher = REFERENCE.matcher(scalar.text());
    if (scalar.secret() || !matcher.find()) {
      return scalar;
    }
    UrlParts parts = UrlParts.of(scalar.text());
    String resolved =
        matcher.replaceAll(
            found -> Matcher.quoteReplacement(inserted(found, parts, scalar.origin())));
    return new SettingNode.Scalar(resolved, scalar.origin(), true);
  }

  private String inserted(MatchResult reference, UrlParts parts, String origin) {
    String value = valueOf(reference.group(1), origin);
    boolean isOpen = lenient && value.equals(reference.group());
    return isOpen ? value : parts.inserted(value, reference.start());
  }

  private String valueOf(String reference, String origin) {
    if (reference.startsWith(FILE)) {
      return fileContent(reference, origin);
    }
    int separator = reference.indexOf(":-");
    String name = separator < 0 ? reference : reference.substring(0, separator);
    if (allowed != null && !allowed.contains(name)) {
      return forbidden(name, origin, reference);
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
        "%s: variable %s is not set; set it or write ${%s:-default}".formatted(origin, name, name));
  }

  /** What a reference that stands for nothing becomes. */
  private String open(String reference, String problem) {
    if (lenient) {
      return "${" + reference + "}";
    }
    problems.add(new SettingProblem("", problem));
    return "";
  }

  private String fileContent(String reference, String origin) {
    String path = reference.substring(FILE.length());
    try {
      Path file = Path.of(path).toRealPath(); // behind links, where they lead
      if (!isAllowed(file)) {
        return forbidden(path, origin, reference);
      }
      if (!Files.isRegularFile(file)) {
        return open(reference, "%s: secret file %s is no regular file".formatted(origin, path));
      }
      byte[] content = start(file);
      return content.length > LARGEST
          ? open(
              reference,
              "%s: secret file %s: expected up to %s".formatted(origin, path, Count.bytes(LARGEST)))
          : new String(content, StandardCharsets.UTF_8).strip();
    } catch (IOException | InvalidPathException e) {
      return allowed == null
          ? open(reference, origin + ": secret file " + path + " cannot be read")
          : forbidden(path, origin, reference); // whether it is there is nobody's business
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST + 1);
    }
  }

  private boolean isAllowed(Path file) {
    return allowed == null
        || allowed.stream().filter(path -> path.startsWith("/")).anyMatch(path -> isIn(file, path));
  }

  private static boolean isIn(Path file, String folder) {
    try {
      return file.startsWith(Path.of(folder).toRealPath());
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  private String forbidden(String name, String origin, String reference) {
    return open(
        reference,
        "%s: ${%s} is not allowed in a camera's record on this node; to allow it: --set secrets.allow=%s"
            .formatted(origin, reference, name));
  }
}
