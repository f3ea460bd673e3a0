/** The commands of {@code vedette model}: the detector's workshop. */
@NullMarked
package io.vedette.app.model;

import org.jspecify.annotations.NullMarked;
