/**
 * Notes of attempts in the metadata of committed offsets, written before a frame or record is
 * tried.
 */
@NullMarked
package io.vedette.transport.attempt;

import org.jspecify.annotations.NullMarked;
