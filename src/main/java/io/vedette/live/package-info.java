/**
 * Live and past pictures for people who look at them: each with the boxes of that very frame, in
 * the size that is asked for, and at most one waiting for each viewer and camera.
 *
 * <p>More than twelve types, since the feed, its viewers and its two sources of pictures know each
 * other.
 */
@NullMarked
package io.vedette.live;

import org.jspecify.annotations.NullMarked;
