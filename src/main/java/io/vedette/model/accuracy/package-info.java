/** How good a detector is: what it found against what is there, as COCO counts it. */
@NullMarked
package io.vedette.model.accuracy;

import org.jspecify.annotations.NullMarked;
