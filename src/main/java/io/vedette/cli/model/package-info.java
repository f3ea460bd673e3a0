/** Commands of the model workshop: train, measure, calibrate, export. */
@NullMarked
package io.vedette.cli.model;

import org.jspecify.annotations.NullMarked;
