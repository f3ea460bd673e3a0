/** The web page, its HTTP API and live feed. */
@NullMarked
package io.vedette.console;

import org.jspecify.annotations.NullMarked;
