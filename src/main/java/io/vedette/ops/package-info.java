/**
 * Reports of a process to its operators: HTTP endpoints for health, meters, ledger and log levels,
 * a line of the log each minute, and coverage events.
 */
@NullMarked
package io.vedette.ops;

import org.jspecify.annotations.NullMarked;
