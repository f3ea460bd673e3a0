/** Detection in video and picture files, without Kafka. */
@NullMarked
package io.vedette.offline;

import org.jspecify.annotations.NullMarked;
