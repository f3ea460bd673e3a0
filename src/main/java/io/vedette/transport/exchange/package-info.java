/** Writing of batches, and the one transaction of all loops that read and write records. */
@NullMarked
package io.vedette.transport.exchange;

import org.jspecify.annotations.NullMarked;
