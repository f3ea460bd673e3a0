/**
 * Clips: which frames are kept beyond Kafka's retention, the worker that copies them, and videos
 * and archives made of them.
 */
@NullMarked
package io.vedette.clip;

import org.jspecify.annotations.NullMarked;
