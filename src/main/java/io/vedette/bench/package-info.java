/** Benchmarks of the stages against their budgets; ratios are measured side by side in one run. */
@NullMarked
package io.vedette.bench;

import org.jspecify.annotations.NullMarked;
