/**
 * The unit of work: one encoded picture of one camera at one time, with its identity, clock and
 * stage times.
 */
@NullMarked
package io.vedette.frame;

import org.jspecify.annotations.NullMarked;
