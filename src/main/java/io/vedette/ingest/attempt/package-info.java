/** Which cameras may have ended the processes that read them, and when those are opened again. */
@NullMarked
package io.vedette.ingest.attempt;

import org.jspecify.annotations.NullMarked;
