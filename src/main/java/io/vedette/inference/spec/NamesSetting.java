package io.vedette.inference.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.file.FileReason;
import io.vedette.onnx.ClassNames;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The setting of class names: the names themselves, or a file with one on each line, a Python or
 * JSON literal, a data.yaml with {@code names}, or a config.json with {@code id2label}.
 */
public final class NamesSetting {
  private NamesSetting() {}

  /**
   * The names by index; empty when none are given.
   *
   * @throws Failure of action STOP when a file cannot be read
   */
  public static List<String> of(List<String> given) {
    boolean isFile = given.size() == 1 && isFile(given.get(0));
    return isFile ? read(Path.of(given.get(0))) : given;
  }

  private static boolean isFile(String text) {
    return text.contains("/") || text.contains("\\") || text.contains(".") || exists(text);
  }

  private static boolean exists(String text) {
    return text.indexOf('\0') < 0 && Files.isRegularFile(Path.of(text));
  }

  private static List<String> read(Path file) {
    try {
      List<String> names = parse(file, Files.readString(file).strip());
      if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
        throw new IllegalArgumentException("it has no names, or an empty one");
      }
      return names;
    } catch (JsonProcessingException e) {
      throw misread(file, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw Failure.stop("names " + file + " cannot be read: " + FileReason.of(e), e);
    } catch (IllegalArgumentException e) {
      throw misread(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Failure misread(Path file, String why, Exception cause) {
    String first = why.lines().findFirst().orElse("it is no text");
    return Failure.stop(
        "names %s cannot be read: %s; expected one on each line".formatted(file, first), cause);
  }

  private static List<String> parse(Path file, String text) throws JsonProcessingException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return literal(new YAMLMapper().readTree(text), "names");
    }
    if (name.endsWith(".json") && text.startsWith("{")) {
      return literal(new ObjectMapper().readTree(text), "id2label");
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return ClassNames.parse(text);
    }
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** A list or a group by index, under a key or by itself. */
  private static List<String> literal(JsonNode root, String key) {
    JsonNode names = root.has(key) ? root.get(key) : root;
    return ClassNames.parse(names.toString());
  }
}
