/**
 * The operations about clips: which there are, their pictures, keeping them, videos and archives.
 */
@NullMarked
package io.vedette.console.clip;

import org.jspecify.annotations.NullMarked;
