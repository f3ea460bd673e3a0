/**
 * Points, boxes and polygons, each in a named coordinate space (source pixels, model pixels,
 * relative 0–1).
 */
@NullMarked
package io.vedette.geometry;

import org.jspecify.annotations.NullMarked;
