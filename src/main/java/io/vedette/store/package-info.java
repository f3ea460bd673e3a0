/** The console's database: the one place that speaks SQL. */
@NullMarked
package io.vedette.store;

import org.jspecify.annotations.NullMarked;
