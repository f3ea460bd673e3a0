/**
 * What workers note beside their offsets, so that a record that ends processes is found and held
 * back.
 */
@NullMarked
package io.vedette.transport.attempt;

import org.jspecify.annotations.NullMarked;
