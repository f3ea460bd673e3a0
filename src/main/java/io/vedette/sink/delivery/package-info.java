/**
 * The interface between a sink and its worker: deliveries that succeed, are refused, or are to be
 * retried.
 */
@NullMarked
package io.vedette.sink.delivery;

import org.jspecify.annotations.NullMarked;
