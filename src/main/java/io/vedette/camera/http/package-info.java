/** HTTP client for streams that a camera sends in one answer, as motion JPEG. */
@NullMarked
package io.vedette.camera.http;

import org.jspecify.annotations.NullMarked;
