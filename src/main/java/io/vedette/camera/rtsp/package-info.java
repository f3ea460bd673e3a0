/** RTSP client (RFC 2326) that reads the one video stream of a camera as RTP packets. */
@NullMarked
package io.vedette.camera.rtsp;

import org.jspecify.annotations.NullMarked;
