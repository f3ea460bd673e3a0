/** Families that suppress boxes themselves and give a score and a class with each that is left. */
@NullMarked
package io.vedette.inference.family.selected;

import org.jspecify.annotations.NullMarked;
