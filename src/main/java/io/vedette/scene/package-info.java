/**
 * Scene of one camera: tracks, rules and alert conditions after each frame, as values that depend
 * on capture time alone.
 */
@NullMarked
package io.vedette.scene;

import org.jspecify.annotations.NullMarked;
