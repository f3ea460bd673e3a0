/**
 * The console's operations about cameras: their list and states, changes, tests, and rehearsals of
 * rules.
 */
@NullMarked
package io.vedette.console.camera;

import org.jspecify.annotations.NullMarked;
