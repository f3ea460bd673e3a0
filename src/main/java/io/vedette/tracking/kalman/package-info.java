/** Motion of boxes, as a Kalman filter of constant velocity follows it. */
@NullMarked
package io.vedette.tracking.kalman;

import org.jspecify.annotations.NullMarked;
