/** What a stage remembers, as bytes for a store and back. */
@NullMarked
package io.vedette.state;

import org.jspecify.annotations.NullMarked;
