/**
 * Traces by OpenTelemetry: which frames are traced, the spans that roles make of them, and their
 * way to a collector.
 */
@NullMarked
package io.vedette.trace;

import org.jspecify.annotations.NullMarked;
