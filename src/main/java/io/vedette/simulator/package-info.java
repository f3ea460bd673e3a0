/**
 * Synthetic cameras: a drawn street served over real RTSP, with ground truth and faults on demand.
 */
@NullMarked
package io.vedette.simulator;

import org.jspecify.annotations.NullMarked;
