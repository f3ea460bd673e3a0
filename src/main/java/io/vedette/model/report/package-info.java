/** Pictures that people look at: curves, confusion, detections. */
@NullMarked
package io.vedette.model.report;

import org.jspecify.annotations.NullMarked;
