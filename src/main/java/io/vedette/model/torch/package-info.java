/** Networks on PyTorch: tensors, operators on them, and weights trained elsewhere. */
@NullMarked
package io.vedette.model.torch;

import org.jspecify.annotations.NullMarked;
