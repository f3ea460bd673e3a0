package io.vedette.console.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vedette.text.Secrets;
import java.util.List;
import java.util.Set;

/** The request of a change without its secrets. */
final class AuditedChange {
  private static final Set<String> SECRET = Set.of("password", "old", "token");

  /**
   * The parameters with which a provider sends a browser back, which are left out at the top level
   * only.
   */
  private static final List<String> OF_LOGINS = List.of("code", "state");

  private static final int LARGEST = 16 << 10;

  private AuditedChange() {}

  /** The body of a request without secrets; one that is too large is left out. */
  static ObjectNode of(JsonNode body) {
    JsonNode kept = without(body);
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    if (!(kept instanceof ObjectNode object)) {
      return none;
    }
    object.remove(OF_LOGINS);
    return object.toString().length() <= LARGEST ? object : none.put("left_out", true);
  }

  private static JsonNode without(JsonNode given) {
    if (given instanceof ObjectNode object) {
      ObjectNode kept = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              field -> {
                if (!SECRET.contains(field.getKey())) {
                  kept.set(field.getKey(), without(field.getValue()));
                }
              });
      return kept;
    }
    if (given instanceof ArrayNode array) {
      ArrayNode kept = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> kept.add(without(item)));
      return kept;
    }
    return given.isTextual() ? TextNode.valueOf(Secrets.mask(given.textValue())) : given;
  }
}
