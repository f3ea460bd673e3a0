package io.vedette.poison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.vedette.poison.RawRecord.RawHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A record spoilt at random: one to three changes of its key, headers, time or value; of a JSON
 * value, mostly of one of its fields. Immutable.
 */
public final class Spoiling {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MOST_CHANGES = 3;
  private static final int TOO_LARGE = (1 << 20) + 1;

  private Spoiling() {}

  /** The record, spoilt. */
  public static RawRecord of(RawRecord good, Random random) {
    RawRecord spoilt = good;
    for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
      spoilt = changed(spoilt, random);
    }
    return spoilt;
  }

  private static RawRecord changed(RawRecord record, Random random) {
    int part = random.nextInt(10);
    if (part == 0) {
      return record.withKey(key(random));
    }
    if (part == 1) {
      return record.at(WildValues.millis(random));
    }
    if (part <= 3 && !record.headers().isEmpty()) {
      return record.withHeaders(headers(record.headers(), random));
    }
    byte[] value = record.value();
    boolean isJson = value != null && value.length > 0 && value[0] == '{';
    return record.withValue(
        isJson && random.nextInt(5) > 0 ? json(value, random) : bytes(value, random));
  }

  private static byte[] key(Random random) {
    return random.nextInt(6) == 0 ? null : WildValues.bytes(random);
  }

  private static List<RawHeader> headers(List<RawHeader> good, Random random) {
    List<RawHeader> headers = new ArrayList<>(good);
    int at = random.nextInt(headers.size());
    RawHeader header = headers.get(at);
    switch (random.nextInt(8)) {
      case 0 -> headers.remove(at);
      case 1 -> headers.set(at, new RawHeader(header.name(), null));
      case 2 -> headers.add(new RawHeader(header.name(), WildValues.bytes(random)));
      case 3 -> headers.set(at, new RawHeader(WildValues.text(random), header.value()));
      case 4 ->
          headers.set(at, new RawHeader(header.name(), RawRecord.bytes(WildValues.time(random))));
      case 5 ->
          headers.set(at, new RawHeader(header.name(), RawRecord.bytes(WildValues.number(random))));
      case 6 -> {
        for (int i = random.nextInt(20) == 0 ? 1000 : 3; i > 0; i--) {
          headers.add(random.nextInt(headers.size()), new RawHeader("h" + i, header.value()));
        }
      }
      default -> headers.set(at, new RawHeader(header.name(), WildValues.bytes(random)));
    }
    return headers;
  }

  /** Bytes spoilt without knowing what they are; also of a picture, a state or a text. */
  public static byte[] bytes(byte[] good, Random random) {
    if (good == null || good.length == 0) {
      return WildValues.bytes(random);
    }
    byte[] spoilt = good.clone();
    int at = random.nextInt(spoilt.length);
    switch (random.nextInt(10)) {
      case 0:
        return random.nextInt(3) == 0 ? null : new byte[0];
      case 1:
        return Arrays.copyOf(spoilt, at);
      case 2:
        return WildValues.bytes(random);
      case 3:
        return inserted(spoilt, at, WildValues.bytes(random));
      case 4:
        return inserted(spoilt, at, Arrays.copyOfRange(spoilt, 0, Math.min(at, 200)));
      case 5:
        return random.nextInt(30) == 0 ? Arrays.copyOf(spoilt, TOO_LARGE) : json(random);
      case 6:
        Arrays.fill(spoilt, at, Math.min(spoilt.length, at + 8), (byte) (random.nextInt(3) * 127));
        return spoilt;
      default:
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
          spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
        }
        return spoilt;
    }
  }

  private static byte[] json(Random random) {
    return WildValues.json(random).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] inserted(byte[] whole, int at, byte[] more) {
    byte[] all = Arrays.copyOf(whole, whole.length + more.length);
    System.arraycopy(more, 0, all, at, more.length);
    System.arraycopy(whole, at, all, at + more.length, whole.length - at);
    return all;
  }

  private static byte[] json(byte[] value, Random random) {
    JsonNode root;
    try {
      root = MAPPER.readTree(value);
    } catch (IOException e) {
      return bytes(value, random);
    }
    List<ContainerNode<?>> places = new ArrayList<>();
    collect(root, places);
    places.removeIf(place -> place.isEmpty());
    if (places.isEmpty()) {
      return json(random);
    }
    change(places.get(random.nextInt(places.size())), random);
    return written(root, random);
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> places) {
    if (node instanceof ContainerNode<?> container && places.size() < 2000) {
      places.add(container);
      node.forEach(inner -> collect(inner, places));
    }
  }

  private static void change(ContainerNode<?> place, Random random) {
    if (place instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      change(object, names.get(random.nextInt(names.size())), random);
    } else {
      change((ArrayNode) place, random.nextInt(place.size()), random);
    }
  }

  private static void change(ObjectNode object, String name, Random random) {
    switch (random.nextInt(7)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(WildValues.text(random), object.remove(name));
      case 2 -> object.putNull(name);
      case 3 -> object.set(name, JsonNodeFactory.instance.arrayNode().add(object.get(name)));
      case 4 -> {
        String twice = "%s,\"%s\":%s".formatted(object.get(name), name, object.get(name));
        object.putRawValue(name, new RawValue(twice));
      }
      default -> object.putRawValue(name, new RawValue(WildValues.json(random)));
    }
  }

  private static void change(ArrayNode array, int at, Random random) {
    switch (random.nextInt(4)) {
      case 0 -> array.remove(at);
      case 1 -> {
        JsonNode item = array.get(at);
        for (int i = random.nextInt(20) == 0 ? 1001 : 2; i > 0; i--) {
          array.add(item);
        }
      }
      default -> {
        array.remove(at);
        array.insertRawValue(at, new RawValue(WildValues.json(random)));
      }
    }
  }

  private static byte[] written(JsonNode root, Random random) {
    try {
      String text = MAPPER.writeValueAsString(root);
      return switch (random.nextInt(60)) {
        case 0 -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
        case 1 -> text.getBytes(StandardCharsets.UTF_16);
        case 2 -> (text + text).getBytes(StandardCharsets.UTF_8);
        default -> text.getBytes(StandardCharsets.UTF_8);
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
