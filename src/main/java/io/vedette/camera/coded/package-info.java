/** Readers of coded pictures' headers, which work without decoding them. */
@NullMarked
package io.vedette.camera.coded;

import org.jspecify.annotations.NullMarked;
