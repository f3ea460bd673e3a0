/**
 * Capacity planning: from a number of cameras to partitions, traffic, brokers, workers and disk.
 */
@NullMarked
package io.vedette.plan;

import org.jspecify.annotations.NullMarked;
