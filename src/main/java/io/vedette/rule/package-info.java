/**
 * Zones and lines: where tracks enter, stay, leave and cross.
 *
 * <p>More than twelve types, since each kind of rule is a class beside its settings, and all change
 * one stored state.
 */
@NullMarked
package io.vedette.rule;

import org.jspecify.annotations.NullMarked;
