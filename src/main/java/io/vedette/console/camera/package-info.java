/** Cameras in the console's API: the list of them, and how each of them does. */
@NullMarked
package io.vedette.console.camera;

import org.jspecify.annotations.NullMarked;
