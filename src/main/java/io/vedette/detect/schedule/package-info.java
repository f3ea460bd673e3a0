/**
 * Schedule of a detect worker: which frames are turned away, begun with next, and committed; values
 * and clocks come in, no Kafka and no thread.
 */
@NullMarked
package io.vedette.detect.schedule;

import org.jspecify.annotations.NullMarked;
