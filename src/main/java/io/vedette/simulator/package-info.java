/** Simulated cameras: a drawn street served over RTSP, with its truth and with faults on demand. */
@NullMarked
package io.vedette.simulator;

import org.jspecify.annotations.NullMarked;
