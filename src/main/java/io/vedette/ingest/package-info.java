/** Which cameras this node owns, and their workers. */
@NullMarked
package io.vedette.ingest;

import org.jspecify.annotations.NullMarked;
