/** What a coded picture says about itself, read before anything is decoded. */
@NullMarked
package io.vedette.camera.coded;

import org.jspecify.annotations.NullMarked;
