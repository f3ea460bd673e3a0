/**
 * The console's parts: what they are given of a call, how they answer, and the settings they share.
 */
@NullMarked
package io.vedette.console;

import org.jspecify.annotations.NullMarked;
