package io.vedette.tracking.accuracy;

import io.vedette.geometry.RelativeBox;

/**
 * One object in one frame of a recording, from the truth or from a tracker. Immutable.
 *
 * @param frame number of the frame
 * @param id the same for the same object in every frame
 */
public record TracedBox(int frame, long id, RelativeBox box) {}
