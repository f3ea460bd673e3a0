/** Settings of one camera: its address, its frames, and the access of its connections. */
@NullMarked
package io.vedette.camera.setting;

import org.jspecify.annotations.NullMarked;
