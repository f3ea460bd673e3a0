/** What Vedette says to the outside: types, JSON, CloudEvents. */
@NullMarked
package io.vedette.event;

import org.jspecify.annotations.NullMarked;
