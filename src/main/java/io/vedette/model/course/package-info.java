/** A whole training: where it begins, how it is followed, and what it leaves in its folder. */
@NullMarked
package io.vedette.model.course;

import org.jspecify.annotations.NullMarked;
