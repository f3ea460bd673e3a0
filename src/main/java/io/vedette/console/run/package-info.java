/**
 * The console's operations about runs: those there are, replays and shadows that it makes itself,
 * the comparison of two, the models there are, and promotion.
 */
@NullMarked
package io.vedette.console.run;

import org.jspecify.annotations.NullMarked;
