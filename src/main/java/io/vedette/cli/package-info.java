/** Entry of the program and the commands that belong to no role. */
@NullMarked
package io.vedette.cli;

import org.jspecify.annotations.NullMarked;
