/** Ranges of network addresses, and which of them cameras may have. */
@NullMarked
package io.vedette.camera.address;

import org.jspecify.annotations.NullMarked;
