/** The operation that tells how the whole system does, by what its topics and the database say. */
@NullMarked
package io.vedette.console.system;

import org.jspecify.annotations.NullMarked;
