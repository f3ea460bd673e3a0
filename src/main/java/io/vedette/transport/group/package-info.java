/** Consumer groups seen from outside: their members, and how far they are behind. */
@NullMarked
package io.vedette.transport.group;

import org.jspecify.annotations.NullMarked;
