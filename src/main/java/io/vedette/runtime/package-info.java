/** Lifecycle, supervised threads, back-off and failures; shared by all stages. */
@NullMarked
package io.vedette.runtime;

import org.jspecify.annotations.NullMarked;
