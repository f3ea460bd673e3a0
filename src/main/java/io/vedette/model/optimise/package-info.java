/** Optimisers: parameters as one vector, and steps along its gradient. */
@NullMarked
package io.vedette.model.optimise;

import org.jspecify.annotations.NullMarked;
