/** YOLOv5's neck, head and own backbone. */
@NullMarked
package io.vedette.model.yolo;

import org.jspecify.annotations.NullMarked;
