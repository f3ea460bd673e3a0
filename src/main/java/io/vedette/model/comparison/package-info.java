/** Networks trained alike and set side by side on one page. */
@NullMarked
package io.vedette.model.comparison;

import org.jspecify.annotations.NullMarked;
