/**
 * The projection of Kafka's records to rows of the console's database. Each record counts once,
 * since its offset is stored in the same transaction as its rows.
 */
@NullMarked
package io.vedette.projection;

import org.jspecify.annotations.NullMarked;
