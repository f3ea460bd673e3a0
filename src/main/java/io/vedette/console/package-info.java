/** The console's HTTP server: its contract, whom it answers, and how parts add to it. */
@NullMarked
package io.vedette.console;

import org.jspecify.annotations.NullMarked;
