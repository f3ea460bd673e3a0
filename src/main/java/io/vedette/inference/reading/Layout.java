package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import java.util.List;
import java.util.Optional;

/** The places of boxes, scores and classes in a run's results. Immutable. */
public interface Layout {
  /**
   * The places of one picture.
   *
   * @param tensors in the order of {@link DetectorFormat#outputs}
   * @param slot the picture's number in the batch
   * @param size the size of the model's input
   */
  Points points(List<Tensor> tensors, int slot, Size size);

  /** Whether the results have the same shape in each run, but for the number of pictures. */
  boolean isRegular();

  /** The number of a picture's boxes, by its results; 0 where that varies. */
  default int boxes(List<Sample.Value> outputs) {
    return 0;
  }

  /** The layout as operations of a graph; empty where there are none. */
  default Optional<Tail> tail() {
    return Optional.empty();
  }

  /** Adds operations that give all boxes and scores in one form. */
  interface Tail {
    /**
     * Adds them.
     *
     * @param outputs names of the results
     * @param boxes per picture
     */
    Ends add(TailGraph graph, List<String> outputs, int boxes);
  }

  /**
   * Names of what the operations give.
   *
   * @param corners {@code [pictures, boxes, 4]}
   * @param scores {@code [pictures, boxes, classes]}
   */
  record Ends(String corners, String scores) {}
}
