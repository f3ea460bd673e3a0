/** ONNX models on devices: sessions, lanes, batches, and the settings of ONNX Runtime. */
@NullMarked
package io.vedette.inference;

import org.jspecify.annotations.NullMarked;
