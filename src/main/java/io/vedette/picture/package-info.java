/** Decoded pixels, letterboxing and the way to and from JPEG; owns native memory. */
@NullMarked
package io.vedette.picture;

import org.jspecify.annotations.NullMarked;
