/**
 * Labelled pictures: reading, checking and joining data sets, and drawing training batches from
 * them.
 *
 * <p>More than twelve types, since the reader of a data set and the checks of its files belong
 * together, and most are seen by nobody else.
 */
@NullMarked
package io.vedette.model.data;

import org.jspecify.annotations.NullMarked;
