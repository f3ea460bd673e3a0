/** Events on Vedette itself: states of cameras, drops, coverage, degradation. */
@NullMarked
package io.vedette.event.operation;

import org.jspecify.annotations.NullMarked;
