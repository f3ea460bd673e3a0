/**
 * Accuracy of detectors: found boxes against labelled ones, as COCO counts them.
 *
 * <p>More than twelve types, since each figure is a value beside the meter that counts it.
 */
@NullMarked
package io.vedette.model.accuracy;

import org.jspecify.annotations.NullMarked;
