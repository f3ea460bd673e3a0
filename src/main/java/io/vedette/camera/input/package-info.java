/** Input of one camera: its stream over RTSP or HTTP, or a file, as packets. */
@NullMarked
package io.vedette.camera.input;

import org.jspecify.annotations.NullMarked;
