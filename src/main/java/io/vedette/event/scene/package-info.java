/**
 * Events of scenes: tracks, zones, lines and standstill, what is known of a track, and their JSON.
 */
@NullMarked
package io.vedette.event.scene;

import org.jspecify.annotations.NullMarked;
