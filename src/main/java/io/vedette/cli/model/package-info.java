/**
 * Commands of the model workshop: train, measure, calibrate, export. One class a command, beside
 * their shared options.
 */
@NullMarked
package io.vedette.cli.model;

import org.jspecify.annotations.NullMarked;
