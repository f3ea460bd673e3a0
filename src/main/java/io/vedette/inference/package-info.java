/** Frames to tensor, tensor through the ONNX model, on one device lane. */
@NullMarked
package io.vedette.inference;

import org.jspecify.annotations.NullMarked;
