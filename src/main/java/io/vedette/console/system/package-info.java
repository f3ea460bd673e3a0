/** The operation that reports the state of the whole system, from its topics and the database. */
@NullMarked
package io.vedette.console.system;

import org.jspecify.annotations.NullMarked;
