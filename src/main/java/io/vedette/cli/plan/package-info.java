/** The command that calculates what a number of cameras needs, and simulates a fleet. */
@NullMarked
package io.vedette.cli.plan;

import org.jspecify.annotations.NullMarked;
