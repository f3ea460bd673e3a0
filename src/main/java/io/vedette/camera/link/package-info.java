/** Connections to cameras: which addresses they may lead to, and what they may cost. */
@NullMarked
package io.vedette.camera.link;

import org.jspecify.annotations.NullMarked;
