/** The meters of the program: name, unit, labels and meaning of each. */
@NullMarked
package io.vedette.metric;

import org.jspecify.annotations.NullMarked;
