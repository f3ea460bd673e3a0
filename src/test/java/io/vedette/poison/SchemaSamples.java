package io.vedette.poison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Values that the project's JSON Schemas describe, at random: optional parts there or not, numbers,
 * texts and times often at an edge, unknown fields where they are allowed. Confined to one thread.
 */
public final class SchemaSamples {
  private static final int LONGEST = 200;
  private static final Path FOLDER = Path.of("docs/schema");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final long FIRST = 0;
  private static final long LAST = Instant.parse("2199-12-31T23:59:59Z").getEpochSecond();
  private static final long MOST = 1L << 53;

  private final Map<String, JsonNode> files = new HashMap<>();

  // By identity: schemas are many and large, and never change.
  private final Map<JsonNode, JsonNode> resolved = new IdentityHashMap<>();
  private final Map<JsonNode, Map<JsonNode, ObjectNode>> merged = new IdentityHashMap<>();
  private final Map<JsonNode, ObjectNode> bare = new IdentityHashMap<>();
  private final Map<String, Pattern> forms = new HashMap<>();

  public SchemaSamples() {
    ObjectMapper mapper = new ObjectMapper();
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        String text = Files.readString(file).replace("\"$ref\": \"#", "\"$ref\": \"" + name + "#");
        files.put(name, mapper.readTree(text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object of a schema, as {@code detection}. */
  public ObjectNode object(String schema, Random random) {
    JsonNode root = files.get(schema + ".schema.json");
    return (ObjectNode) new Draw(random).value(root);
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? resolved.computeIfAbsent(schema, this::followed) : schema;
  }

  private JsonNode followed(JsonNode schema) {
    JsonNode known = schema;
    while (known.has("$ref")) {
      String[] place = known.get("$ref").asText().split("#");
      JsonNode target = files.get(place[0]);
      target = place.length > 1 ? target.at(place[1]) : target;
      ObjectNode rest = known.deepCopy();
      rest.remove("$ref");
      known = merged(target, rest);
    }
    return known;
  }

  private ObjectNode merged(JsonNode first, JsonNode second) {
    Map<JsonNode, ObjectNode> known = merged.computeIfAbsent(first, key -> new IdentityHashMap<>());
    ObjectNode found = known.get(second);
    if (found == null) {
      found = merge(first, second);
      known.put(second, found);
    }
    return found;
  }

  private ObjectNode merge(JsonNode first, JsonNode second) {
    ObjectNode all = first.deepCopy();
    second
        .properties()
        .forEach(
            field -> {
              JsonNode present = all.path(field.getKey());
              switch (field.getKey()) {
                case "properties" -> all.set("properties", properties(present, field.getValue()));
                case "required", "allOf" ->
                    all.set(field.getKey(), joined(present, field.getValue()));
                default -> all.set(field.getKey(), field.getValue());
              }
            });
    return all;
  }

  private ObjectNode properties(JsonNode first, JsonNode second) {
    ObjectNode all = first.isObject() ? first.deepCopy() : NODES.objectNode();
    second
        .properties()
        .forEach(
            field -> {
              JsonNode present = all.path(field.getKey());
              all.set(
                  field.getKey(),
                  present.isObject()
                      ? merged(resolved(present), resolved(field.getValue()))
                      : field.getValue());
            });
    return all;
  }

  private ObjectNode withoutChoice(JsonNode schema) {
    return bare.computeIfAbsent(
        schema,
        whole -> {
          ObjectNode rest = whole.deepCopy();
          rest.remove("oneOf");
          return rest;
        });
  }

  private static ArrayNode joined(JsonNode first, JsonNode second) {
    ArrayNode all = NODES.arrayNode();
    first.forEach(all::add);
    second.forEach(all::add);
    return all;
  }

  /** One value being drawn. */
  private final class Draw {
    private final Random random;

    Draw(Random random) {
      this.random = random;
    }

    JsonNode value(JsonNode raw) {
      JsonNode schema = resolved(raw);
      if (schema.has("oneOf") && !schema.get("oneOf").get(0).has("required")) {
        return value(one(schema.get("oneOf")));
      }
      if (schema.has("const")) {
        return schema.get("const");
      }
      if (schema.has("enum")) {
        return one(schema.get("enum"));
      }
      return ofType(schema);
    }

    private JsonNode ofType(JsonNode schema) {
      JsonNode type = schema.path("type");
      String name = type.isArray() ? one(type).asText() : type.asText("object");
      return switch (name) {
        case "string" -> NODES.textNode(text(schema));
        case "integer" -> NODES.numberNode(integer(schema));
        case "number" -> NODES.numberNode(number(schema));
        case "boolean" -> NODES.booleanNode(random.nextBoolean());
        case "null" -> NODES.nullNode();
        case "array" -> array(schema);
        default -> object(schema);
      };
    }

    private JsonNode one(JsonNode several) {
      return several.get(random.nextInt(several.size()));
    }

    private ObjectNode object(JsonNode raw) {
      JsonNode schema = raw;
      if (schema.has("oneOf")) {
        JsonNode chosen = resolved(one(schema.get("oneOf")));
        return object(merged(withoutChoice(schema), chosen));
      }
      List<JsonNode> conditions = new ArrayList<>();
      for (JsonNode part : schema.path("allOf")) {
        if (part.has("if")) {
          conditions.add(part);
        } else {
          schema = merged(schema, resolved(part));
        }
      }
      ObjectNode object = NODES.objectNode();
      fill(object, schema, schema.path("properties"), random.nextInt(3));
      settle(object, schema, conditions);
      more(object, schema);
      return object;
    }

    /** Puts what is required, and of the rest none, some or all. */
    private void fill(ObjectNode object, JsonNode schema, JsonNode properties, int share) {
      Set<String> required = names(schema.path("required"));
      properties
          .properties()
          .forEach(
              field -> {
                boolean isPut = share == 2 || (share == 1 && random.nextBoolean());
                if (required.contains(field.getKey()) || isPut) {
                  object.set(field.getKey(), value(field.getValue()));
                }
              });
    }

    private void settle(ObjectNode object, JsonNode first, List<JsonNode> conditions) {
      JsonNode schema = first;
      List<JsonNode> open = new ArrayList<>(conditions);
      for (Iterator<JsonNode> next = open.iterator(); next.hasNext(); ) {
        JsonNode condition = next.next();
        if (holds(condition.get("if"), object)) {
          JsonNode then = resolved(condition.get("then"));
          schema = merged(schema, then);
          Set<String> changed = new LinkedHashSet<>(names(then.path("required")));
          changed.removeIf(object::has);
          then.path("properties").fieldNames().forEachRemaining(changed::add);
          Set<String> required = names(schema.path("required"));
          for (String name : changed) {
            if (required.contains(name) || random.nextBoolean()) {
              object.set(name, value(schema.get("properties").get(name)));
            }
          }
          next.remove();
          settle(object, schema, open);
          return;
        }
      }
    }

    private boolean holds(JsonNode condition, ObjectNode object) {
      for (JsonNode name : condition.path("required")) {
        if (!object.has(name.asText())) {
          return false;
        }
      }
      for (Map.Entry<String, JsonNode> field : condition.path("properties").properties()) {
        String found = object.path(field.getKey()).asText();
        JsonNode wanted = field.getValue();
        boolean fits =
            wanted.has("const")
                ? wanted.get("const").asText().equals(found)
                : forms
                    .computeIfAbsent(wanted.get("pattern").asText(), Pattern::compile)
                    .matcher(found)
                    .find();
        if (!fits) {
          return false;
        }
      }
      return true;
    }

    /** Fields by a pattern of names, or unknown ones. */
    private void more(ObjectNode object, JsonNode schema) {
      JsonNode additional = schema.path("additionalProperties");
      schema
          .path("patternProperties")
          .properties()
          .forEach(
              field -> {
                for (int i = random.nextInt(3); i > 0; i--) {
                  object.set(PatternText.of(field.getKey(), random), value(field.getValue()));
                }
              });
      if (additional.isObject()) {
        for (int i = random.nextInt(4); i > 0; i--) {
          JsonNode names = schema.path("propertyNames");
          String name = names.isObject() ? ofNames(names) : "n" + i;
          object.set(name, value(additional));
        }
      } else if (!additional.isBoolean() && random.nextInt(8) == 0) {
        object.set("x_unknown", unknown());
      }
    }

    private String ofNames(JsonNode names) {
      return names.has("enum")
          ? one(names.get("enum")).asText()
          : PatternText.of(names.get("pattern").asText(), random);
    }

    private JsonNode unknown() {
      return switch (random.nextInt(4)) {
        case 0 -> NODES.objectNode().put("a", "\u202e\u001b[31m");
        case 1 -> NODES.arrayNode().add(1).add("two").addNull();
        case 2 -> NODES.numberNode(1e300);
        default -> NODES.textNode("later");
      };
    }

    private ArrayNode array(JsonNode schema) {
      int least = schema.path("minItems").asInt(0);
      int most = schema.path("maxItems").asInt(3);
      int size = least + random.nextInt(Math.min(most, least + 3) - least + 1);
      if (most > 3 && random.nextInt(500) == 0) {
        size = Math.min(most, 200);
      }
      ArrayNode array = NODES.arrayNode();
      JsonNode items = schema.path("items");
      for (int i = 0; i < size; i++) {
        array.add(value(schema.has("prefixItems") ? schema.get("prefixItems").get(i) : items));
      }
      return array;
    }

    private long integer(JsonNode schema) {
      long least = schema.path("minimum").asLong(-MOST);
      long most = schema.path("maximum").asLong(MOST);
      return switch (random.nextInt(6)) {
        case 0 -> least;
        case 1 -> most;
        case 2 -> least + (long) (random.nextDouble() * (most - least));
        default -> Math.min(most, least + random.nextInt(100));
      };
    }

    private double number(JsonNode schema) {
      boolean isOpen = schema.has("exclusiveMinimum");
      double least = schema.path(isOpen ? "exclusiveMinimum" : "minimum").asDouble(0);
      double most = schema.path("maximum").asDouble(1e12);
      double value =
          switch (random.nextInt(6)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> least + random.nextDouble() * (most - least);
            case 3 -> Math.min(most, least + 1e-300);
            default -> Math.min(most, least + Math.round(random.nextDouble() * 1e5) / 1e5);
          };
      return isOpen && value <= least ? most : value;
    }

    private String text(JsonNode schema) {
      if (schema.path("format").asText().equals("date-time")) {
        return time(schema.path("pattern").asText(""));
      }
      int usual = schema.has("pattern") ? LONGEST : 40;
      int most = Math.min(schema.path("maxLength").asInt(usual), LONGEST);
      String text;
      do {
        text =
            schema.has("pattern")
                ? PatternText.of(schema.get("pattern").asText(), random)
                : WildValues.plain(random);
      } while (text.length() > most || text.length() < schema.path("minLength").asInt(0));
      return text;
    }

    private String time(String pattern) {
      long second =
          switch (random.nextInt(6)) {
            case 0 -> FIRST;
            case 1 -> LAST;
            case 2 -> (long) (random.nextDouble() * LAST);
            default -> 1_795_000_000L + random.nextInt(1000);
          };
      Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000) * 1000L);
      String text = MICROS.format(time);
      return pattern.contains("\\.") || pattern.isEmpty() ? text : text.substring(0, 19) + "Z";
    }
  }

  private static Set<String> names(JsonNode array) {
    Set<String> names = new HashSet<>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }
}
