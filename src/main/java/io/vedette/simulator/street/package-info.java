/** Drawn street: a scene of bodies on scripted paths, seen by a camera on a wall. */
@NullMarked
package io.vedette.simulator.street;

import org.jspecify.annotations.NullMarked;
