/** Degradation: fewer and smaller frames while the detect workers are behind. */
@NullMarked
package io.vedette.ingest.degradation;

import org.jspecify.annotations.NullMarked;
