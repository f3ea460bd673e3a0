/** Training pictures out of labelled ones: mosaics, moved, scaled, mirrored and tinted. */
@NullMarked
package io.vedette.model.augment;

import org.jspecify.annotations.NullMarked;
