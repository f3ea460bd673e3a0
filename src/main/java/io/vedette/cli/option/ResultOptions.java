package io.vedette.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The form of a command's results: words for people, or with {@code --json} objects for scripts.
 * Filled by picocli.
 */
public final class ResultOptions {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Option(names = "--json", description = "Prints JSON for scripts, one object in each line.")
  private boolean json;

  public boolean isJson() {
    return json;
  }

  /** A new JSON object, to be filled. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Prints one result.
   *
   * @param words for people, one line
   */
  public void print(@Nullable CommandSpec spec, String words, JsonNode result) {
    print(spec, List.of(words), result);
  }

  /** Prints one result, with several lines for people. */
  public void print(@Nullable CommandSpec spec, List<String> words, JsonNode result) {
    PrintWriter out = SettingsOptions.out(spec);
    if (json) {
      out.println(text(result));
    } else {
      words.forEach(line -> out.println(Printable.line(line)));
    }
    out.flush();
  }

  /** Prints a line for people while the command works; scripts get the result alone. */
  public void say(@Nullable CommandSpec spec, String words) {
    if (!json) {
      PrintWriter out = SettingsOptions.out(spec);
      out.println(Printable.line(words));
      out.flush();
    }
  }

  private static String text(JsonNode result) {
    try {
      return Printable.json(MAPPER.writeValueAsString(result));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }
}
