/** Frames, detections and events across Kafka. */
@NullMarked
package io.vedette.transport;

import org.jspecify.annotations.NullMarked;
