/**
 * Detect role: takes frames from Kafka, sends them through a pool of inference lanes in batches
 * across cameras, and publishes one detection record per frame in the transaction that commits the
 * frame.
 */
@NullMarked
package io.vedette.detect;

import org.jspecify.annotations.NullMarked;
