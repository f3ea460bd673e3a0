package io.vedette.offline;

import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import java.util.List;
import java.util.Optional;

/**
 * One picture of a file with its detections.
 *
 * @param picture valid until the visitor returns
 * @param objects in falling confidence; empty when the picture was not inferred
 * @param regions parts of it that were looked at more closely
 */
public record SeenPicture(
    DecodedPicture picture, Optional<List<DetectedObject>> objects, List<RelativeBox> regions) {}
