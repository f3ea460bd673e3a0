/**
 * The operations by which people mark events as looked at, and write notes on them and on tracks.
 */
@NullMarked
package io.vedette.console.review;

import org.jspecify.annotations.NullMarked;
