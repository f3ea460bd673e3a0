/**
 * Where alerts are sent: each sink takes its share, retries, and puts aside what cannot be
 * delivered.
 */
@NullMarked
package io.vedette.sink;

import org.jspecify.annotations.NullMarked;
