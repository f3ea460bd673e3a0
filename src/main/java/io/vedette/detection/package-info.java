/** Raw model output to labelled boxes: decoding, thresholds, suppression, class names. */
@NullMarked
package io.vedette.detection;

import org.jspecify.annotations.NullMarked;
