/**
 * Decoding of video: packets in, pictures out, on the processor or a GPU, with bounded memory for
 * any input.
 */
@NullMarked
package io.vedette.camera.decode;

import org.jspecify.annotations.NullMarked;
