/**
 * Track role: a Kafka Streams topology that keeps the scene of each camera and publishes tracks,
 * events and alerts.
 */
@NullMarked
package io.vedette.track;

import org.jspecify.annotations.NullMarked;
