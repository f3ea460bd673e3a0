/**
 * Detection records: published in the transaction that commits their frames, or put aside as
 * rejected.
 */
@NullMarked
package io.vedette.transport.detection;

import org.jspecify.annotations.NullMarked;
