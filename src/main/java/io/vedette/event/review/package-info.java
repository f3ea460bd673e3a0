/** What people say of events and tracks, as records: that they have looked at one, and notes. */
@NullMarked
package io.vedette.event.review;

import org.jspecify.annotations.NullMarked;
