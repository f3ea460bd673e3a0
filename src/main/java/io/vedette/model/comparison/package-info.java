/** Comparison of networks that were trained alike, on one page. */
@NullMarked
package io.vedette.model.comparison;

import org.jspecify.annotations.NullMarked;
