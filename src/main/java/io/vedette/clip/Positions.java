package io.vedette.clip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.file.PrivateFiles;
import io.vedette.transport.table.PositionReader.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The file of positions: the next offset of each partition, before which the frames of all events
 * are copied. Confined to one thread.
 */
final class Positions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private Map<Place, Long> stored;

  private Positions(Path file, Map<Place, Long> stored) {
    this.file = file;
    this.stored = stored;
  }

  /** Reads the file; an unreadable one counts as missing. */
  static Positions read(Path file) {
    Map<Place, Long> read = new HashMap<>();
    try {
      JsonNode root = Files.exists(file) ? JSON.readTree(file.toFile()) : null;
      for (Map.Entry<String, JsonNode> entry :
          root == null ? JsonNodeFactory.instance.objectNode().properties() : root.properties()) {
        int slash = entry.getKey().lastIndexOf('/');
        read.put(
            new Place(
                entry.getKey().substring(0, slash),
                Integer.parseInt(entry.getKey().substring(slash + 1))),
            entry.getValue().asLong());
      }
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      read.clear();
    }
    return new Positions(file, read);
  }

  Map<Place, Long> all() {
    return Map.copyOf(stored);
  }

  /** Stores the positions, all or none, unless nothing has changed. */
  void store(Map<Place, Long> next) throws IOException {
    if (!next.equals(stored)) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      next.forEach((place, offset) -> json.put(place.topic() + "/" + place.partition(), offset));
      PrivateFiles.write(file, json.toString());
      stored = Map.copyOf(next);
    }
  }
}
