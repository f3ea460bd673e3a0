/** From drawn pictures to RTP packets: encoding, recordings and FFmpeg's rtp muxer. */
@NullMarked
package io.vedette.simulator.video;

import org.jspecify.annotations.NullMarked;
