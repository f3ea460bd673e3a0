/** Events in words, for terminals. */
@NullMarked
package io.vedette.cli.event;

import org.jspecify.annotations.NullMarked;
