/** One camera session: a stream in, sampled frames out, reconnecting by itself. */
@NullMarked
package io.vedette.camera;

import org.jspecify.annotations.NullMarked;
