/**
 * Commands of the model workshop: train, measure, calibrate, export.
 *
 * <p>More than twelve types, since each command is a class, beside the options that they share.
 */
@NullMarked
package io.vedette.cli.model;

import org.jspecify.annotations.NullMarked;
