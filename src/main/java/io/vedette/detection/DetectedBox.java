package io.vedette.detection;

import io.vedette.geometry.RelativeBox;

/**
 * One object a model saw in one picture. Immutable.
 *
 * @param label the class's name
 * @param classId the class's index in the model's output
 * @param confidence 0–1
 * @param box in the source picture
 */
public record DetectedBox(String label, int classId, double confidence, RelativeBox box) {}
