package io.vedette.model.augment;

/**
 * An object of a training picture, in its pixels. Immutable.
 *
 * @param label index of its class
 * @param cx of its box's middle
 * @param cy of its box's middle
 * @param width of its box
 * @param height of its box
 * @param certainty that it is there, 0–1: 1 when labelled by people
 */
public record Target(int label, float cx, float cy, float width, float height, float certainty) {}
