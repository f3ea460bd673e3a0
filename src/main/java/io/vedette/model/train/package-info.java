/** Training steps on PyTorch: pictures in, better weights out, resumable at any moment. */
@NullMarked
package io.vedette.model.train;

import org.jspecify.annotations.NullMarked;
