/**
 * What a model's file says of it: input, results, class names, and the format they are recognised
 * as.
 */
@NullMarked
package io.vedette.inference.spec;

import org.jspecify.annotations.NullMarked;
