/** Access to Kafka: sets of rights, the check of them, and the reason for a refusal. */
@NullMarked
package io.vedette.transport.access;

import org.jspecify.annotations.NullMarked;
