/** Logs: their format, and levels that can be changed while the program runs. */
@NullMarked
package io.vedette.log;

import org.jspecify.annotations.NullMarked;
