/**
 * Augmentation: training pictures made of labelled ones as mosaics, moved, scaled, mirrored,
 * tinted, dark or noisy.
 *
 * <p>More than twelve types, since each effect is a class, and one maker applies them all.
 */
@NullMarked
package io.vedette.model.augment;

import org.jspecify.annotations.NullMarked;
