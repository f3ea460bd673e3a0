/** Parameters as one long vector, and ways to improve it by its gradient. */
@NullMarked
package io.vedette.model.optimise;

import org.jspecify.annotations.NullMarked;
