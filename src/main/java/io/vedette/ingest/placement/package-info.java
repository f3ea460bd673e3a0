/**
 * Assignment of cameras to nodes: a partition for each camera, an assignor that spreads partitions
 * evenly, and the registry that writes camera records.
 */
@NullMarked
package io.vedette.ingest.placement;

import org.jspecify.annotations.NullMarked;
