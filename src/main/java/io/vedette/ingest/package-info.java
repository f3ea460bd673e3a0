/**
 * Ingest role: which cameras this node reads, their workers, states and reports, and what is left
 * out under overload.
 */
@NullMarked
package io.vedette.ingest;

import org.jspecify.annotations.NullMarked;
