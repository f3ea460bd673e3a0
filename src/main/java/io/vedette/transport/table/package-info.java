/** Compacted topics read as tables: cameras, owners, sessions, promotions and kept clips. */
@NullMarked
package io.vedette.transport.table;

import org.jspecify.annotations.NullMarked;
