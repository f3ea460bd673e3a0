/**
 * RepViT-YOLOv5 as a whole: its architectures by name; the packages below build, train, export and
 * measure them.
 */
@NullMarked
package io.vedette.model;

import org.jspecify.annotations.NullMarked;
