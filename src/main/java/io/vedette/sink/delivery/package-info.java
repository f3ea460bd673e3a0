/** What a sink is to its worker: a delivery that ends delivered, refused or to be retried. */
@NullMarked
package io.vedette.sink.delivery;

import org.jspecify.annotations.NullMarked;
