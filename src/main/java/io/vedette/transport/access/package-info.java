/** Access to Kafka: the rights of each role, and the reason when Kafka refuses. */
@NullMarked
package io.vedette.transport.access;

import org.jspecify.annotations.NullMarked;
