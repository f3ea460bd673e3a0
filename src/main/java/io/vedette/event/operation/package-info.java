/** What Vedette says about its own work: how cameras do, what was looked at and what was lost. */
@NullMarked
package io.vedette.event.operation;

import org.jspecify.annotations.NullMarked;
