/** Reports for people: curves, confusion matrix, pictures with detections. */
@NullMarked
package io.vedette.model.report;

import org.jspecify.annotations.NullMarked;
