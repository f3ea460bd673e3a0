/**
 * Readers of records: one per record type, giving a value or a one-line defect, and the CloudEvents
 * headers that all records share.
 */
@NullMarked
package io.vedette.transport.record;

import org.jspecify.annotations.NullMarked;
