/**
 * Labelled pictures: reading, checking and joining data sets, and drawing training batches from
 * them.
 */
@NullMarked
package io.vedette.model.data;

import org.jspecify.annotations.NullMarked;
