/** The console's database: connections, transactions, and the differences between SQL dialects. */
@NullMarked
package io.vedette.store;

import org.jspecify.annotations.NullMarked;
