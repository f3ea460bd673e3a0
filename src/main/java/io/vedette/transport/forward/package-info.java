/** From the Kafka of an edge site to a central one over a bad link: live first, exactly once. */
@NullMarked
package io.vedette.transport.forward;

import org.jspecify.annotations.NullMarked;
