/** HTTP servers: one way to open them, with limits and checks. */
@NullMarked
package io.vedette.http;

import org.jspecify.annotations.NullMarked;
