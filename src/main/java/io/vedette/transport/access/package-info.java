/** What clients need to be let in by Kafka: the rights of each role, and why Kafka refuses one. */
@NullMarked
package io.vedette.transport.access;

import org.jspecify.annotations.NullMarked;
