/**
 * Event records: publishing and reading of events, states and drops, and the logs of audit, clips
 * and reviews.
 */
@NullMarked
package io.vedette.transport.event;

import org.jspecify.annotations.NullMarked;
