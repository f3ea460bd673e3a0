/** Motion gate: whether anything moves in a camera's pictures, and where. */
@NullMarked
package io.vedette.camera.motion;

import org.jspecify.annotations.NullMarked;
