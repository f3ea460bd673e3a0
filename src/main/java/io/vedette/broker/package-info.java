/** Kafka embedded in this process: one KRaft node on a folder. */
@NullMarked
package io.vedette.broker;

import org.jspecify.annotations.NullMarked;
