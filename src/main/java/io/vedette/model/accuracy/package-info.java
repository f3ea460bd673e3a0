/** Accuracy of detectors: found boxes against labelled ones, as COCO counts them. */
@NullMarked
package io.vedette.model.accuracy;

import org.jspecify.annotations.NullMarked;
