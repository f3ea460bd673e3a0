/** Stored state: bytes of a store, written and read with bounds. */
@NullMarked
package io.vedette.state;

import org.jspecify.annotations.NullMarked;
