/** JPEG: from pictures and back, and smaller where a record must be. */
@NullMarked
package io.vedette.picture.jpeg;

import org.jspecify.annotations.NullMarked;
