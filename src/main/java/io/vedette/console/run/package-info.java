/**
 * The console's operations about runs: those there are, replays and shadows that it makes itself,
 * the comparison of two, the models there are, and promotion.
 *
 * <p>More than twelve types, since runs, their models and their differences are one page's part of
 * the contract.
 */
@NullMarked
package io.vedette.console.run;

import org.jspecify.annotations.NullMarked;
