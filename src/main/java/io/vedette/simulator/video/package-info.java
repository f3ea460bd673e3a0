/** Encoding of drawn pictures to RTP packets: encoder, recordings, burnt-in frame numbers. */
@NullMarked
package io.vedette.simulator.video;

import org.jspecify.annotations.NullMarked;
