package io.vedette.model.weights;

import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.layer.Weights;
import io.vedette.model.yolo.Anchors;
import io.vedette.runtime.Failure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A network in its run form: each layer with branches is one convolution. Immutable but for its
 * weights.
 *
 * @param architecture the architecture of the network
 * @param names the names of its classes by index
 * @param size the size of the pictures it is for, in pixels
 * @param weights the weights of the run form, by the reference's names, the anchors among them if
 *     known
 * @param about texts by name, in its order, for people
 */
public record FoldedNetwork(
    Architecture architecture,
    List<String> names,
    Size size,
    Weights weights,
    Map<String, String> about) {
  private static final String DATA = "data";

  /** The same in a checkpoint from which training can continue. */
  private static final String DIGEST = "data.digest";

  private static final Set<String> PUBLISHED = Set.of(DATA, "pictures", "confidences");

  /** The entries that are true only for the measured precision and picture size. */
  static final Set<String> MEASURED = Set.of("map", "map50");

  public FoldedNetwork {
    names = List.copyOf(names);
    about = Collections.unmodifiableMap(new TreeMap<>(about));
  }

  /**
   * Its anchors.
   *
   * @throws Failure of action STOP when they are not known
   */
  public Anchors anchors() {
    if (!weights.has(Anchors.NAME)) {
      throw Failure.stop(
          "the network does not contain its anchors; give its 18 numbers with --anchors");
    }
    return Anchors.of(weights);
  }

  /**
   * The texts that may go into a file for others: nothing about the machine and the settings of the
   * training.
   *
   * @param isMeasured whether it is run with the measured precision and picture size
   */
  public Map<String, String> published(boolean isMeasured) {
    Map<String, String> published = new TreeMap<>(about);
    String digest = about.get(DIGEST);
    if (digest != null) {
      published.putIfAbsent(DATA, digest);
    }
    published
        .keySet()
        .removeIf(key -> !PUBLISHED.contains(key) && !(isMeasured && MEASURED.contains(key)));
    return published;
  }

  /** The network with these anchors, its weights shared, of which nothing was measured. */
  public FoldedNetwork with(Anchors anchors) {
    anchors.putInto(weights);
    Map<String, String> unmeasured = new TreeMap<>(about);
    unmeasured.keySet().removeAll(MEASURED);
    return new FoldedNetwork(architecture, names, size, weights, unmeasured);
  }
}
