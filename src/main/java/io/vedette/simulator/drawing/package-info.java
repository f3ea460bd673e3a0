/** Drawing of bodies as a camera sees them: projection, light, weather and noise. */
@NullMarked
package io.vedette.simulator.drawing;

import org.jspecify.annotations.NullMarked;
