/**
 * Cameras named by settings and command lines: entries, their secrets, seeds for the registry, and
 * simulated ones.
 */
@NullMarked
package io.vedette.ingest.source;

import org.jspecify.annotations.NullMarked;
