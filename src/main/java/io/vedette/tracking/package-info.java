/** Tracker: the same object over the frames of a camera (ByteTrack). */
@NullMarked
package io.vedette.tracking;

import org.jspecify.annotations.NullMarked;
