/**
 * Attempts at cameras: which camera may have ended the process that read it, and when it is opened
 * again.
 */
@NullMarked
package io.vedette.ingest.attempt;

import org.jspecify.annotations.NullMarked;
