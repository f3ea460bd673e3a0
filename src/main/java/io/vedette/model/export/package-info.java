/** Networks to ONNX files that any runtime takes. */
@NullMarked
package io.vedette.model.export;

import org.jspecify.annotations.NullMarked;
