package io.vedette.model.course;

import io.vedette.model.loss.LossParts;
import java.time.Duration;

/**
 * How far training has come. Immutable.
 *
 * @param step that was taken
 * @param steps in all
 * @param side of its pictures in pixels
 * @param loss mean since the last measurement
 * @param picturesPerSecond lately
 * @param left until the end, at this speed
 */
public record Progress(
    long step, long steps, int side, LossParts loss, double picturesPerSecond, Duration left) {}
