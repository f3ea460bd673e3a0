/** Where weights come from and where they are kept. */
@NullMarked
package io.vedette.model.weights;

import org.jspecify.annotations.NullMarked;
