/** One camera session: RTSP in, sampled frames out, reconnecting by itself. */
@NullMarked
package io.vedette.camera;

import org.jspecify.annotations.NullMarked;
