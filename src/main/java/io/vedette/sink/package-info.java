/**
 * Sinks of alerts: each takes its share of the alerts, retries, and puts aside what cannot be
 * delivered.
 */
@NullMarked
package io.vedette.sink;

import org.jspecify.annotations.NullMarked;
