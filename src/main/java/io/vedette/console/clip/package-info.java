/**
 * The console's operations about clips: their list, pictures, videos and archives, and keeping
 * them.
 */
@NullMarked
package io.vedette.console.clip;

import org.jspecify.annotations.NullMarked;
