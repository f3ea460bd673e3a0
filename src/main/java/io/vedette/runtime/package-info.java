/**
 * Lifecycle, supervised threads, back-off, failures, private files and printable text; shared by
 * all stages.
 */
@NullMarked
package io.vedette.runtime;

import org.jspecify.annotations.NullMarked;
