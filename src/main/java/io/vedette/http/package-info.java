/** HTTP servers: the one way in which this program opens them, with their limits and checks. */
@NullMarked
package io.vedette.http;

import org.jspecify.annotations.NullMarked;
