/**
 * Topics: names, partitions, retention and creation, and the rights that each role needs on them.
 */
@NullMarked
package io.vedette.transport.topic;

import org.jspecify.annotations.NullMarked;
