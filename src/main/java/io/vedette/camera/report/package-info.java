/** Reports of a camera: its states and failures, for listeners and meters. */
@NullMarked
package io.vedette.camera.report;

import org.jspecify.annotations.NullMarked;
