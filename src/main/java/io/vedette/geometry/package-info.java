/** Points, sizes, boxes and polygons in pixels of a picture or relative to it (0–1). */
@NullMarked
package io.vedette.geometry;

import org.jspecify.annotations.NullMarked;
