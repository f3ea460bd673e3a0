/** Alert rules: the conditions of a scene that raise alerts, their repetition, and their limits. */
@NullMarked
package io.vedette.alert;

import org.jspecify.annotations.NullMarked;
