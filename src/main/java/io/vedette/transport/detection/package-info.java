/**
 * Detection records: publishing in the transaction that commits their frames, rejected frames, and
 * the reading of detections and runs that Kafka still has.
 */
@NullMarked
package io.vedette.transport.detection;

import org.jspecify.annotations.NullMarked;
