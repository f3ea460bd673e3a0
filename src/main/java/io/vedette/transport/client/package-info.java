/**
 * Kafka clients: access with its settings, readers of ranges, counted defects, and the failures of
 * Kafka in plain words.
 */
@NullMarked
package io.vedette.transport.client;

import org.jspecify.annotations.NullMarked;
