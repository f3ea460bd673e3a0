/** The detect role's story in one class: poll, batch, infer, publish, commit. */
@NullMarked
package io.vedette.detector;

import org.jspecify.annotations.NullMarked;
