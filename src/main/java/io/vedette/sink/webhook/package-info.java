/** Webhook sink: alerts as signed HTTP requests. */
@NullMarked
package io.vedette.sink.webhook;

import org.jspecify.annotations.NullMarked;
