package io.vedette.model.layer;

/** A feature map's size, of one picture. Immutable. */
public record Shape(int channels, int height, int width) {}
