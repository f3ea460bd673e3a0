package io.vedette.model.weights;

import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Inventory;
import io.vedette.model.layer.Weights;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.model.yolo.Head;
import io.vedette.onnx.ClassNames;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The recognition of an architecture by the names and shapes of its weights. */
public final class Recognition {
  private static final String HEAD = "detect.m.0.weight";
  private static final Size USUAL_SIZE = Size.square(640);

  private Recognition() {}

  /**
   * The network that weights of the trained form make. Their names may all have the same word
   * before them, as where a network is part of another module: {@code model.}, {@code module.}.
   *
   * @param file they are from
   * @throws Failure of action STOP when they are of no known one
   */
  public static Checkpoint of(Path file, Weights given) {
    Weights weights = withoutPrefix(given);
    if (weights.has(HEAD)) {
      checkAnchors(file, weights);
      int classes = weights.array(HEAD).shape()[0] / Head.ANCHORS - Head.BOX;
      for (Architecture architecture : Architecture.all()) {
        Inventory inventory = architecture.trained(Math.max(1, classes), USUAL_SIZE);
        if (matches(inventory, weights)) {
          return new Checkpoint(
              architecture,
              ClassNames.unnamed(classes),
              USUAL_SIZE,
              only(inventory, weights),
              Map.of());
        }
      }
    }
    throw Failure.stop(
        "weights %s are of no architecture known here: %d arrays, the first of them %s"
            .formatted(
                file,
                weights.names().size(),
                weights.names().stream().findFirst().orElse("(none)")));
  }

  private static Weights withoutPrefix(Weights given) {
    int length =
        given.names().stream()
            .filter(name -> name.endsWith(HEAD))
            .mapToInt(name -> name.length() - HEAD.length())
            .min()
            .orElse(0);
    if (length == 0) {
      return given;
    }
    Weights plain = new Weights();
    for (String name : given.names()) {
      if (name.length() > length) {
        plain.put(name.substring(length), given.array(name).shape(), given.values(name));
      }
    }
    return plain;
  }

  private static void checkAnchors(Path file, Weights weights) {
    int numbers = weights.has(Anchors.NAME) ? weights.values(Anchors.NAME).length : 0;
    int expected = 2 * Head.ANCHORS * DetectorNetwork.STRIDES.size();
    if (numbers != expected) {
      throw Failure.stop(
          "weights %s: expected %s with %d numbers, found %d"
              .formatted(file, Anchors.NAME, expected, numbers));
    }
  }

  private static boolean matches(Inventory inventory, Weights weights) {
    return inventory.convs().stream()
            .allMatch(conv -> isThere(weights, conv.weight(), conv.weightShape()))
        && inventory.norms().stream()
            .allMatch(norm -> isThere(weights, norm.mean(), norm.channels()));
  }

  private static boolean isThere(Weights weights, String name, int... shape) {
    return weights.has(name) && Arrays.equals(weights.array(name).shape(), shape);
  }

  /** Without what no layer needs, as counters of batches. */
  private static Weights only(Inventory inventory, Weights weights) {
    Weights only = new Weights();
    for (Conv conv : inventory.convs()) {
      copy(conv.weight(), weights, only);
      if (conv.hasBias()) {
        copy(conv.bias(), weights, only);
      }
    }
    for (BatchNorm norm : inventory.norms()) {
      for (String name : List.of(norm.weight(), norm.bias(), norm.mean(), norm.variance())) {
        copy(name, weights, only);
      }
    }
    copy(Anchors.NAME, weights, only);
    return only;
  }

  private static void copy(String name, Weights from, Weights into) {
    into.put(name, from.array(name).shape(), from.values(name));
  }
}
