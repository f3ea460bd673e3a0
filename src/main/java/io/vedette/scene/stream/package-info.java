/** The scenes of all cameras on Kafka Streams: one per camera, kept in Kafka. */
@NullMarked
package io.vedette.scene.stream;

import org.jspecify.annotations.NullMarked;
