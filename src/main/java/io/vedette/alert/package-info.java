/**
 * Alert rules: which conditions of a scene people are alerted of, when again, and how many at most.
 */
@NullMarked
package io.vedette.alert;

import org.jspecify.annotations.NullMarked;
