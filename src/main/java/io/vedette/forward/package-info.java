/**
 * Forward role: copies detections, events and wanted frames from the Kafka of an edge site to a
 * central one, newest first after an outage, each record once.
 */
@NullMarked
package io.vedette.forward;

import org.jspecify.annotations.NullMarked;
