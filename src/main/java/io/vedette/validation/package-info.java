/**
 * Bounds of what records may hold: numbers, names, times, and checked reading to a value or a
 * defect.
 */
@NullMarked
package io.vedette.validation;

import org.jspecify.annotations.NullMarked;
