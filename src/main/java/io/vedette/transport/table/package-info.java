/** Compacted topics read as tables: cameras, owners, sessions, promotions and runs. */
@NullMarked
package io.vedette.transport.table;

import org.jspecify.annotations.NullMarked;
