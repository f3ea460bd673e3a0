/** Ingest role: which cameras this node reads, their workers, states and reports. */
@NullMarked
package io.vedette.ingest;

import org.jspecify.annotations.NullMarked;
