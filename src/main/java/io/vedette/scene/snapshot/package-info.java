/** The picture that shows each object best, kept as long as its events. */
@NullMarked
package io.vedette.scene.snapshot;

import org.jspecify.annotations.NullMarked;
