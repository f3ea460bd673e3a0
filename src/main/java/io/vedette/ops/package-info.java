/** Health and metrics over HTTP. */
@NullMarked
package io.vedette.ops;

import org.jspecify.annotations.NullMarked;
