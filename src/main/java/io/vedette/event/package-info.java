/** Events that leave Vedette: detections, alerts and counts, and their JSON. */
@NullMarked
package io.vedette.event;

import org.jspecify.annotations.NullMarked;
