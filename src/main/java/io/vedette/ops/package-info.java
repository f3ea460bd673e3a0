/** HTTP endpoints for operators: health, readiness and Prometheus metrics. */
@NullMarked
package io.vedette.ops;

import org.jspecify.annotations.NullMarked;
