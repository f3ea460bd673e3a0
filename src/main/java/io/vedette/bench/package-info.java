/**
 * Benchmarks of the stages against their budgets; ratios are measured side by side in one run.
 *
 * <p>More than twelve types, since each benchmark is a class of its own, beside the few that they
 * share.
 */
@NullMarked
package io.vedette.bench;

import org.jspecify.annotations.NullMarked;
