/**
 * The decisions of one node about the cameras of its share: a state per camera, its legal moves,
 * and what is to be done about them; no Kafka, no clock, no threads.
 */
@NullMarked
package io.vedette.ingest.tenure;

import org.jspecify.annotations.NullMarked;
