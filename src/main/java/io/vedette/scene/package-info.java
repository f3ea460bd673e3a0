/** The Streams topology that keeps trackers and rules per camera. */
@NullMarked
package io.vedette.scene;

import org.jspecify.annotations.NullMarked;
