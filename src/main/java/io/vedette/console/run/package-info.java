/**
 * The console's operations about runs and models: lists of both, replays and shadows that the
 * console itself makes, the comparison of two runs, and promotion.
 *
 * <p>More than twelve types, since runs, their models and their differences are one page's part of
 * the contract.
 */
@NullMarked
package io.vedette.console.run;

import org.jspecify.annotations.NullMarked;
