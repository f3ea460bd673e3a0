/**
 * Exactly-once copying from one topic to others: input records in, output records and the committed
 * offset in one transaction.
 */
@NullMarked
package io.vedette.transport.relay;

import org.jspecify.annotations.NullMarked;
