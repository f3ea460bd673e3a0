package io.vedette.model.augment;

/**
 * The scores of a teacher at one place of a training picture, in its pixels.
 *
 * @param cx of its box's middle
 * @param cy of its box's middle
 * @param width the width of its box
 * @param height the height of its box
 * @param scores 0–1 of each class; its own
 * @param teacher number of the one who sees it
 * @param share of the teacher in what is taught: 1 when it is alone
 */
@SuppressWarnings("ArrayRecordComponent")
public record SoftTarget(
    float cx, float cy, float width, float height, float[] scores, int teacher, float share) {}
