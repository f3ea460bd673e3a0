package io.vedette.offline;

import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.detection.DetectedBox;
import java.util.List;
import java.util.Optional;

/**
 * One picture of a file and what was seen in it.
 *
 * @param picture valid until the visitor returns
 * @param objects in falling confidence; empty when the picture was not inferred
 */
public record SeenPicture(DecodedPicture picture, Optional<List<DetectedBox>> objects) {}
