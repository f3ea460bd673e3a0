/** Topics' records taken, worked on and committed together with what came of them. */
@NullMarked
package io.vedette.transport.relay;

import org.jspecify.annotations.NullMarked;
