/** Raw numbers to labelled boxes: YOLOv5 decoding, NMS, labels. */
@NullMarked
package io.vedette.detection;

import org.jspecify.annotations.NullMarked;
