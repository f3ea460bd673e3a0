/**
 * Logs: their format, text from outside made printable, and levels that can be changed while the
 * program runs.
 */
@NullMarked
package io.vedette.log;

import org.jspecify.annotations.NullMarked;
