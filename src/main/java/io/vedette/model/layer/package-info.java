/**
 * Layers of networks, the operators they apply, and their weights.
 *
 * <p>More than twelve types, since layers, operators and weights are defined by each other.
 */
@NullMarked
package io.vedette.model.layer;

import org.jspecify.annotations.NullMarked;
