/** Accuracy of tracks against the truth (MOTA, IDF1, HOTA). */
@NullMarked
package io.vedette.tracking.accuracy;

import org.jspecify.annotations.NullMarked;
