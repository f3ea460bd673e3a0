/** Teachers: other detectors whose boxes and scores become labels or further targets. */
@NullMarked
package io.vedette.model.teaching;

import org.jspecify.annotations.NullMarked;
