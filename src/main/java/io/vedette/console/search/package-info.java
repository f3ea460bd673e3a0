/** The console's operations that search what happened: events, tracks, alerts, counts, coverage. */
@NullMarked
package io.vedette.console.search;

import org.jspecify.annotations.NullMarked;
