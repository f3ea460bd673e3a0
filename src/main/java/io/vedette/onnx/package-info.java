/**
 * ONNX files as what they are: protocol buffers messages, read and written without generated code.
 */
@NullMarked
package io.vedette.onnx;

import org.jspecify.annotations.NullMarked;
