package io.vedette.frame;

import io.vedette.geometry.RelativeBox;

/**
 * One object that a model has found in one frame. Immutable.
 *
 * @param label the class's name
 * @param classId the class's index in the model's output
 * @param confidence 0–1
 * @param box in the whole picture
 */
public record DetectedObject(String label, int classId, double confidence, RelativeBox box) {}
