/** The console's audit: each change as a record of Kafka, and the operation that reads them. */
@NullMarked
package io.vedette.console.audit;

import org.jspecify.annotations.NullMarked;
