/** Records of people's reviews of events and tracks: marks and notes. */
@NullMarked
package io.vedette.event.review;

import org.jspecify.annotations.NullMarked;
