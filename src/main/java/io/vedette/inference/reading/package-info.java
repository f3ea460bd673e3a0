/**
 * What a detector's tensors mean: how pictures go in, and how boxes are read out of its results.
 */
@NullMarked
package io.vedette.inference.reading;

import org.jspecify.annotations.NullMarked;
