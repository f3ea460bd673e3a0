/**
 * Augmentation: training pictures made of labelled ones as mosaics, moved, scaled, mirrored,
 * tinted, dark or noisy.
 */
@NullMarked
package io.vedette.model.augment;

import org.jspecify.annotations.NullMarked;
