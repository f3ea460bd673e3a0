/** What another detector sees: labels for pictures without any, and more targets while training. */
@NullMarked
package io.vedette.model.teaching;

import org.jspecify.annotations.NullMarked;
