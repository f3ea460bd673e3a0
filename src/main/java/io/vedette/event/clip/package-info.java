/** Clips that somebody keeps: what a record of {@code vedette.clips} says, and its span of time. */
@NullMarked
package io.vedette.event.clip;

import org.jspecify.annotations.NullMarked;
