/** Files of the program: readable by their owner alone, written as a whole or not at all. */
@NullMarked
package io.vedette.file;

import org.jspecify.annotations.NullMarked;
