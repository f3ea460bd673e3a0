/** Commands that run roles until they are ended: up, ingest, detect, track, forward, replay. */
@NullMarked
package io.vedette.cli.role;

import org.jspecify.annotations.NullMarked;
