/** Settings: typed, bounded, all errors at once. */
@NullMarked
package io.vedette.config;

import org.jspecify.annotations.NullMarked;
