/**
 * Decoding of video: packets in, pictures out, on the processor or a GPU; bounded in memory
 * whatever comes in.
 */
@NullMarked
package io.vedette.camera.decode;

import org.jspecify.annotations.NullMarked;
