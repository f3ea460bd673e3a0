/**
 * Course of a whole training: initial weights, steps, measurements, and the files of its folder.
 */
@NullMarked
package io.vedette.model.course;

import org.jspecify.annotations.NullMarked;
