/** What records may hold: bounds, names, and checked reading that gives a value or a defect. */
@NullMarked
package io.vedette.validation;

import org.jspecify.annotations.NullMarked;
