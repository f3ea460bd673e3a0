/** What people and programs changed by the console, as records. */
@NullMarked
package io.vedette.event.audit;

import org.jspecify.annotations.NullMarked;
