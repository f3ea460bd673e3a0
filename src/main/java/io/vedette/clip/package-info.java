/** Clips: which frames are kept beyond Kafka's retention, and the worker that copies them. */
@NullMarked
package io.vedette.clip;

import org.jspecify.annotations.NullMarked;
