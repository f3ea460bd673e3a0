package io.vedette.console.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an operation. Immutable.
 *
 * @param in path, query or header
 */
public record Parameter(
    String name, String in, boolean isRequired, Values kind, JsonSchema schema) {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,38})");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,17})([.][0-9]{1,17})?([eE][+-]?[0-9]{1,2})?");
  private static final int LONG_DIGITS = 18;

  /**
   * The type of a parameter's values; values that do not fit are read as text.
   *
   * @param isList whether it may be given several times
   * @param fallback the value when it is not given; null for none
   */
  public record Values(String type, boolean isList, @Nullable JsonNode fallback) {}

  /** The given values in the schema's type. */
  JsonNode read(List<String> given) {
    if (!kind.isList()) {
      return value(given.get(0));
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    given.forEach(text -> list.add(value(text)));
    return list;
  }

  private JsonNode value(String text) {
    return switch (kind.type()) {
      case "integer" -> INTEGER.matcher(text).matches() ? integer(text) : TextNode.valueOf(text);
      case "number" ->
          NUMBER.matcher(text).matches()
              ? DecimalNode.valueOf(new BigDecimal(text))
              : TextNode.valueOf(text);
      case "boolean" ->
          text.equals("true") || text.equals("false")
              ? BooleanNode.valueOf(text.equals("true"))
              : TextNode.valueOf(text);
      default -> TextNode.valueOf(text);
    };
  }

  private static JsonNode integer(String text) {
    return text.length() <= LONG_DIGITS
        ? LongNode.valueOf(Long.parseLong(text))
        : BigIntegerNode.valueOf(new BigInteger(text));
  }
}
