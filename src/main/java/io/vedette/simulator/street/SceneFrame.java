package io.vedette.simulator.street;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * One rendered picture and its ground truth.
 *
 * @param image {@code TYPE_INT_RGB}; the caller's own
 * @param objects everything in the picture that is large enough to be seen
 */
public record SceneFrame(BufferedImage image, List<SceneObject> objects) {
  public SceneFrame {
    objects = List.copyOf(objects);
  }
}
