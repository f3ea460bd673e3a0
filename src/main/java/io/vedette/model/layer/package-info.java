/** Layers of networks, the operators they apply, and their weights. */
@NullMarked
package io.vedette.model.layer;

import org.jspecify.annotations.NullMarked;
