/** Zones and lines: where tracks enter, stay, leave and cross. */
@NullMarked
package io.vedette.rule;

import org.jspecify.annotations.NullMarked;
