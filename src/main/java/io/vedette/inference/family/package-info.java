/** Families of detectors that are recognised, and which of them a model is of. */
@NullMarked
package io.vedette.inference.family;

import org.jspecify.annotations.NullMarked;
