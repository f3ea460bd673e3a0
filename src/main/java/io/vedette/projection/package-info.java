/**
 * What Kafka's records say, as rows of the console's database: each record counts once, since its
 * offset is stored in the same transaction as its rows.
 */
@NullMarked
package io.vedette.projection;

import org.jspecify.annotations.NullMarked;
