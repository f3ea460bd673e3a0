/** Lifecycle, threads, back-off and failures, shared by every stage. */
@NullMarked
package io.vedette.runtime;

import org.jspecify.annotations.NullMarked;
