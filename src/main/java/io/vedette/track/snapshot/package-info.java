/**
 * Pictures for alerts: the frame of an event with its boxes drawn, kept for a while and sent along.
 */
@NullMarked
package io.vedette.track.snapshot;

import org.jspecify.annotations.NullMarked;
