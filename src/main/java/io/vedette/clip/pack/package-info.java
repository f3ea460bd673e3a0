/**
 * Kept pictures on a disk: append-only files of bounded size, read again after a kill at any
 * moment, the oldest of which make room for new ones.
 */
@NullMarked
package io.vedette.clip.pack;

import org.jspecify.annotations.NullMarked;
