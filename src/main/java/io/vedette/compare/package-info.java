/**
 * Comparison of two runs over the same frames: where they agree, and what the second lost and
 * added.
 */
@NullMarked
package io.vedette.compare;

import org.jspecify.annotations.NullMarked;
