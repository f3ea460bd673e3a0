/** An HTTP client for streams that a camera sends in one answer. */
@NullMarked
package io.vedette.camera.http;

import org.jspecify.annotations.NullMarked;
