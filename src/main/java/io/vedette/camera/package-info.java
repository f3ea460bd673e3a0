/**
 * The reading of one camera: from its stream, over sampling and the motion gate, to encoded frames.
 */
@NullMarked
package io.vedette.camera;

import org.jspecify.annotations.NullMarked;
