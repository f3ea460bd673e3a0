/** Live pictures of the console: the socket of the page, single pictures, and MJPEG. */
@NullMarked
package io.vedette.console.live;

import org.jspecify.annotations.NullMarked;
