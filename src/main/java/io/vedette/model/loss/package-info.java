/**
 * Loss of a detector: anchors assigned to objects, and the distance of boxes, objectness and
 * classes.
 */
@NullMarked
package io.vedette.model.loss;

import org.jspecify.annotations.NullMarked;
