package io.vedette.model.augment;

/** A rectangle of a training picture in pixels, right and bottom not included. Immutable. */
record Region(int left, int top, int right, int bottom) {}
