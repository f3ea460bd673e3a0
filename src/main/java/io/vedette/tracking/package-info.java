/** The same object over time (ByteTrack). */
@NullMarked
package io.vedette.tracking;

import org.jspecify.annotations.NullMarked;
