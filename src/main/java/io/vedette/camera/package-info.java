/**
 * One camera session: a stream over RTSP or HTTP in, sampled frames out, reconnecting by itself.
 * Its 26 types are one pipeline; the protocols are packages below.
 */
@NullMarked
package io.vedette.camera;

import org.jspecify.annotations.NullMarked;
