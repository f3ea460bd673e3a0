package io.vedette.tracking;

import io.vedette.geometry.RelativeBox;

/**
 * One labelled box in one frame, as the tracker sees it. Immutable.
 *
 * @param confidence 0–1
 */
public record Detection(String label, double confidence, RelativeBox box) {}
