/** The screen of {@code vedette up}: a status line for each camera, and events in order of time. */
@NullMarked
package io.vedette.cli.screen;

import org.jspecify.annotations.NullMarked;
