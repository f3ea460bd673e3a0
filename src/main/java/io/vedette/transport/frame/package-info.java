/**
 * Frame records: publishing, consuming, fetching single ones, and looking back after a rebalance.
 */
@NullMarked
package io.vedette.transport.frame;

import org.jspecify.annotations.NullMarked;
