/** Video: pictures encoded as H.264, and files of them. */
@NullMarked
package io.vedette.picture.video;

import org.jspecify.annotations.NullMarked;
