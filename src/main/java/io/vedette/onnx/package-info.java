/** ONNX files as protocol buffer messages, read and written without generated code. */
@NullMarked
package io.vedette.onnx;

import org.jspecify.annotations.NullMarked;
