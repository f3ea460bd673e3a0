/** Decoded pixels: scaling, turning, drawing and measuring them; owns native memory. */
@NullMarked
package io.vedette.picture;

import org.jspecify.annotations.NullMarked;
