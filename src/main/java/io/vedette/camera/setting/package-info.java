/** Settings of one camera: its address, what is taken of it, and what its connections may do. */
@NullMarked
package io.vedette.camera.setting;

import org.jspecify.annotations.NullMarked;
