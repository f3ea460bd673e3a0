/**
 * Clips: the choice of frames to keep beyond Kafka's retention, and the worker that copies them.
 */
@NullMarked
package io.vedette.clip;

import org.jspecify.annotations.NullMarked;
