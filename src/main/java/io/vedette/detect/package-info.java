/**
 * Detect role: takes frames from Kafka, sends them through a pool of inference lanes in batches
 * across cameras, and publishes one detection record per frame in the transaction that commits the
 * frame.
 *
 * <p>More than twelve types, since the loop and the steps of a batch hand each other frames that
 * nobody else sees.
 */
@NullMarked
package io.vedette.detect;

import org.jspecify.annotations.NullMarked;
