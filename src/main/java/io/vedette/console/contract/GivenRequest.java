package io.vedette.console.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived, before it is checked against the contract. Immutable.
 *
 * @param path the parameters of the path, still encoded
 * @param query the values of each name in the query, decoded
 * @param headers the headers that the contract names, by lower-case name
 * @param body the body's bytes; empty when there are none
 * @param type the body's media type without parameters; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GivenRequest(
    Map<String, String> path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    String type) {
  private static final int DEEPEST = 32;
  private static final ObjectReader JSON = reader();

  /** The request as the contract accepts it. */
  public record Checked(Map<String, JsonNode> values, @Nullable JsonNode body) {}

  /**
   * The request as its operation accepts it, defaults filled in.
   *
   * @throws Problem with everything that is wrong
   */
  public Checked check(Operation operation) {
    List<Problem.Fault> faults = new ArrayList<>();
    refuseUnknown(operation, faults);
    Map<String, JsonNode> values = new HashMap<>();
    for (Parameter parameter : operation.parameters()) {
      read(parameter, values, faults);
    }
    JsonNode json = faults.isEmpty() ? body(operation.body(), faults) : null;
    if (!faults.isEmpty()) {
      throw new Problem(400, sentence(faults), faults);
    }
    return new Checked(Map.copyOf(values), json);
  }

  private static String sentence(List<Problem.Fault> faults) {
    Problem.Fault first = faults.get(0);
    return "%s: %s%s"
        .formatted(
            first.at(),
            first.message(),
            faults.size() == 1 ? "" : " (and %d more)".formatted(faults.size() - 1));
  }

  private void refuseUnknown(Operation operation, List<Problem.Fault> faults) {
    Set<String> known =
        operation.parameters().stream()
            .filter(parameter -> parameter.in().equals("query"))
            .map(Parameter::name)
            .collect(Collectors.toSet());
    query.keySet().stream()
        .filter(name -> !known.contains(name))
        .limit(5)
        .forEach(
            name ->
                faults.add(
                    new Problem.Fault("query", "there is a parameter that is not known here")));
  }

  private void read(Parameter parameter, Map<String, JsonNode> values, List<Problem.Fault> faults) {
    String at = parameter.in() + "/" + parameter.name();
    List<String> given = given(parameter);
    if (given.isEmpty()) {
      JsonNode fallback = parameter.kind().fallback();
      if (parameter.isRequired()) {
        faults.add(new Problem.Fault(at, "is required"));
      } else if (fallback != null) {
        values.put(parameter.name(), fallback);
      }
      return;
    }
    if (given.size() > 1 && !parameter.kind().isList()) {
      faults.add(new Problem.Fault(at, "is given more than once"));
      return;
    }
    if (!given.stream().allMatch(GivenRequest::isText)) {
      faults.add(new Problem.Fault(at, "holds a character that is none"));
      return;
    }
    JsonNode value = parameter.read(given);
    faults.addAll(SchemaBook.faults(parameter.schema(), value, at));
    values.put(parameter.name(), value);
  }

  private List<String> given(Parameter parameter) {
    String name = parameter.name();
    return switch (parameter.in()) {
      case "query" -> query.getOrDefault(name, List.of());
      case "header" -> {
        String header = headers.get(name.toLowerCase(java.util.Locale.ROOT));
        yield header == null ? List.of() : List.of(header);
      }
      default -> List.of(decoded(path.getOrDefault(name, "")));
    };
  }

  /** The text of a path segment, percent-encoding decoded, as UTF-8. */
  private static String decoded(String raw) {
    byte[] bytes = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        int value = i + 2 < raw.length() ? hex(raw.charAt(i + 1), raw.charAt(i + 2)) : -1;
        if (value < 0) {
          throw new Problem(400, "the path holds a % that encodes nothing");
        }
        bytes[length++] = (byte) value;
        i += 2;
      } else if (c > 0x7E) {
        throw new Problem(400, "the path holds a character that is not encoded");
      } else {
        bytes[length++] = (byte) c;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Problem(400, "the path is not UTF-8");
    }
  }

  private static int hex(char high, char low) {
    int first = Character.digit(high, 16);
    int second = Character.digit(low, 16);
    return first < 0 || second < 0 || high > 'f' || low > 'f' ? -1 : first << 4 | second;
  }

  private @Nullable JsonNode body(Operation.Body expected, List<Problem.Fault> faults) {
    if (expected.types().isEmpty()) {
      if (body.length > 0) {
        faults.add(new Problem.Fault("body", "none is taken here"));
      }
      return null;
    }
    if (body.length == 0) {
      if (expected.isRequired()) {
        faults.add(new Problem.Fault("body", "is required"));
      }
      return null;
    }
    JsonSchema schema = expected.types().get(type);
    if (schema == null) {
      throw new Problem(
          415, "expected Content-Type " + String.join(" or ", expected.types().keySet()));
    }
    JsonNode json = parsed();
    faults.addAll(SchemaBook.faults(schema, json, "body"));
    return json;
  }

  private JsonNode parsed() {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Problem(
          400, "the body is no JSON: " + e.getOriginalMessage().split("[\n:(]", 2)[0]);
    } catch (IOException e) {
      throw new Problem(400, "the body is no JSON");
    }
    if (json == null || json.isMissingNode()) {
      throw new Problem(400, "the body is empty");
    }
    if (!isAllText(json)) {
      throw new Problem(400, "the body holds a character that is none");
    }
    return json;
  }

  private static boolean isAllText(JsonNode json) {
    if (json.isTextual()) {
      return isText(json.textValue());
    }
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!isText(field.getKey())) {
        return false;
      }
    }
    for (JsonNode part : json) {
      if (!isAllText(part)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text can be stored in every database: without NUL and unpaired surrogates. */
  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!isPair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static ObjectReader reader() {
    ObjectMapper mapper = new ObjectMapper();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(100).build());
    return mapper
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .reader();
  }
}
