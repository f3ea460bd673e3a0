/**
 * The interface between the console's server and its parts: calls, answers, and shared settings.
 */
@NullMarked
package io.vedette.console;

import org.jspecify.annotations.NullMarked;
