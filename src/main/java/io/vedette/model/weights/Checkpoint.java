package io.vedette.model.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.layer.Weights;
import io.vedette.model.yolo.Anchors;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network in its trained form with everything that is needed to run, train or export it.
 * Immutable.
 *
 * @param architecture the architecture of the network
 * @param names the names of its classes by index
 * @param size the size of the pictures it was trained for, in pixels
 * @param weights by the reference's names, with the anchors and any further stored arrays
 * @param about texts by name, in its order, for people and for resuming
 */
public record Checkpoint(
    Architecture architecture,
    List<String> names,
    Size size,
    Weights weights,
    Map<String, String> about) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARCHITECTURE = "architecture";
  private static final String NAMES = "names";
  private static final String SIZE = "size";

  public Checkpoint {
    names = List.copyOf(names);
    about = Collections.unmodifiableMap(new TreeMap<>(about));
  }

  /** The checkpoint with other texts about it. */
  public Checkpoint with(Map<String, String> other) {
    return new Checkpoint(architecture, names, size, weights, other);
  }

  public Anchors anchors() {
    return Anchors.of(weights);
  }

  /** Its run form. */
  public FoldedNetwork folded() {
    Weights folded = architecture.folded(names.size(), size).fold(weights);
    anchors().putInto(folded);
    return new FoldedNetwork(architecture, names, size, folded, about);
  }

  /**
   * Reads a file that {@link #write} wrote, or the bare weights of a network trained elsewhere,
   * which are recognised by their names and shapes.
   *
   * @throws Failure of action STOP when it is none
   */
  public static Checkpoint read(Path file) {
    SafeTensors read = SafeTensors.read(file);
    Map<String, String> about = new LinkedHashMap<>(read.metadata());
    if (!about.containsKey(ARCHITECTURE)) {
      return Recognition.of(file, read.weights());
    }
    try {
      Architecture architecture = Architecture.parse(taken(about, ARCHITECTURE));
      List<String> names = JSON.readValue(taken(about, NAMES), new TypeReference<>() {});
      Size size = Size.parse(taken(about, SIZE));
      return new Checkpoint(architecture, names, size, read.weights(), about);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw Failure.stop(
          "checkpoint %s was not written by vedette model: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String taken(Map<String, String> about, String key) {
    String value = about.remove(key);
    if (value == null) {
      throw new IllegalArgumentException("it does not say its " + key);
    }
    return value;
  }

  /** Writes it as safetensors, whole or not at all. */
  public void write(Path file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      metadata.put(ARCHITECTURE, architecture.toString());
      metadata.put(NAMES, JSON.writeValueAsString(names));
      metadata.put(SIZE, size.isSquare() ? Integer.toString(size.width()) : size.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    metadata.putAll(about);
    new SafeTensors(weights, metadata).write(file);
  }
}
