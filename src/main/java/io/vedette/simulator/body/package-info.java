/** Bodies of people and vehicles: their parts in space, and the paths they move on. */
@NullMarked
package io.vedette.simulator.body;

import org.jspecify.annotations.NullMarked;
