/** Labelled pictures: reading data sets, and making training pictures out of them. */
@NullMarked
package io.vedette.model.data;

import org.jspecify.annotations.NullMarked;
