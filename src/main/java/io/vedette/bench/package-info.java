/** The budgets' figures, measured side by side in one run. */
@NullMarked
package io.vedette.bench;

import org.jspecify.annotations.NullMarked;
