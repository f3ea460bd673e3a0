/**
 * ONNX models on devices: sessions, lanes, batches, and the settings of ONNX Runtime.
 *
 * <p>More than twelve types, since no other package may touch ONNX Runtime.
 */
@NullMarked
package io.vedette.inference;

import org.jspecify.annotations.NullMarked;
