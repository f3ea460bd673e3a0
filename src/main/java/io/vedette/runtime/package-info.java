/**
 * Lifecycle, supervised threads, back-off and failures; shared by all stages.
 *
 * <p>More than twelve types, since a worker, its supervision and its failures define each other.
 */
@NullMarked
package io.vedette.runtime;

import org.jspecify.annotations.NullMarked;
