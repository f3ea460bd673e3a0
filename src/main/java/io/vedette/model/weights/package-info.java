/** Weights: where they come from and how they are stored. */
@NullMarked
package io.vedette.model.weights;

import org.jspecify.annotations.NullMarked;
