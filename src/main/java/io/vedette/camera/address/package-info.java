/** Ranges of network addresses, and the settings of those that cameras may have. */
@NullMarked
package io.vedette.camera.address;

import org.jspecify.annotations.NullMarked;
