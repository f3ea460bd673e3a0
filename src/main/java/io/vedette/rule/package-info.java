/** Tracks against zones and lines. */
@NullMarked
package io.vedette.rule;

import org.jspecify.annotations.NullMarked;
