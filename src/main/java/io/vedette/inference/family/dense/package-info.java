/** Families that give a box for each cell, of which those of one object have to be suppressed. */
@NullMarked
package io.vedette.inference.family.dense;

import org.jspecify.annotations.NullMarked;
