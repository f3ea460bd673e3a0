/**
 * The meaning of a detector's tensors: the form of pictures in its input, and the layout of boxes
 * in its results.
 *
 * <p>More than twelve types, since layouts and codings of boxes are read on the host and written
 * into graphs, and refer to each other.
 */
@NullMarked
package io.vedette.inference.reading;

import org.jspecify.annotations.NullMarked;
