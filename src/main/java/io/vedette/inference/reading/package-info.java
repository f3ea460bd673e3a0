/**
 * What a detector's tensors mean: how pictures go in, and how boxes are read out of its results.
 *
 * <p>More than twelve types, since layouts and codings of boxes are read on the host and written
 * into graphs, and refer to each other.
 */
@NullMarked
package io.vedette.inference.reading;

import org.jspecify.annotations.NullMarked;
