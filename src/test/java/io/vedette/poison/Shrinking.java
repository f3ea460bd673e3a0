package io.vedette.poison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.poison.RawRecord.RawHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Finds a smaller record that fails in the same way. Confined to one search. */
public final class Shrinking {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MOST_TRIES = 3000;

  private final Predicate<RawRecord> fails;
  private int tries;

  private Shrinking(Predicate<RawRecord> fails) {
    this.fails = fails;
  }

  /**
   * A record of which nothing can be left out without its being read.
   *
   * @param fails whether a record fails in the way that is looked for
   */
  public static RawRecord of(RawRecord record, Predicate<RawRecord> fails) {
    return new Shrinking(fails).smallest(record);
  }

  private RawRecord smallest(RawRecord record) {
    RawRecord best = record;
    boolean isSmaller = true;
    while (isSmaller && tries < MOST_TRIES) {
      isSmaller = false;
      for (RawRecord candidate : smaller(best)) {
        if (tries++ < MOST_TRIES && fails.test(candidate)) {
          best = candidate;
          isSmaller = true;
          break;
        }
      }
    }
    return best;
  }

  private static List<RawRecord> smaller(RawRecord record) {
    List<RawRecord> smaller = new ArrayList<>();
    if (record.timestamp() != 1000) {
      smaller.add(record.at(1000));
    }
    for (int i = 0; i < record.headers().size(); i++) {
      List<RawHeader> fewer = new ArrayList<>(record.headers());
      fewer.remove(i);
      smaller.add(record.withHeaders(fewer));
    }
    for (byte[] value : smallerValues(record.value())) {
      smaller.add(record.withValue(value));
    }
    return smaller;
  }

  private static List<byte[]> smallerValues(byte[] value) {
    List<byte[]> smaller = new ArrayList<>();
    if (value == null || value.length == 0) {
      return smaller;
    }
    try {
      JsonNode root = MAPPER.readTree(value);
      List<JsonNode> without = new ArrayList<>();
      remove(root, root, without);
      without.forEach(tree -> smaller.add(tree.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      smaller.add(Arrays.copyOf(value, value.length / 2));
      smaller.add(Arrays.copyOfRange(value, (value.length + 1) / 2, value.length));
      smaller.add(Arrays.copyOf(value, value.length - 1));
    }
    return smaller;
  }

  /** All trees with one field or item less. */
  private static void remove(JsonNode root, JsonNode node, List<JsonNode> without) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        ObjectNode before = object.deepCopy();
        object.remove(name);
        without.add(root.deepCopy());
        object.setAll(before);
        remove(root, object.get(name), without);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = Math.min(array.size(), 20) - 1; i >= 0; i--) {
        JsonNode removed = array.remove(i);
        without.add(root.deepCopy());
        array.insert(i, removed);
        remove(root, removed, without);
      }
    }
  }
}
