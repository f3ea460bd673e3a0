/** Event records: publishing and reading of events, states and drops. */
@NullMarked
package io.vedette.transport.event;

import org.jspecify.annotations.NullMarked;
