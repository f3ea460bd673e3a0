/** How wrong a network is: which anchors are to find which objects, and how far off they are. */
@NullMarked
package io.vedette.model.loss;

import org.jspecify.annotations.NullMarked;
