/** ONNX files as graphs: read, checked, and joined with operations before and after the model. */
@NullMarked
package io.vedette.inference.graph;

import org.jspecify.annotations.NullMarked;
