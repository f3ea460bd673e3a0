/** Export of networks to ONNX files. */
@NullMarked
package io.vedette.model.export;

import org.jspecify.annotations.NullMarked;
