/** RepViT-YOLOv5 itself: build, train, re-parameterise, export, evaluate. */
@NullMarked
package io.vedette.model;

import org.jspecify.annotations.NullMarked;
