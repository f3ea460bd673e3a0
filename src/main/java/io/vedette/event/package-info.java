/** Events that leave Vedette: detections, scene events, alerts, counts, and their JSON. */
@NullMarked
package io.vedette.event;

import org.jspecify.annotations.NullMarked;
