/**
 * The description of a model from its file: input, results, class names, and the recognised format.
 */
@NullMarked
package io.vedette.inference.spec;

import org.jspecify.annotations.NullMarked;
