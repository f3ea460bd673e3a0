package io.vedette.model.course;

import io.vedette.geometry.Size;
import io.vedette.model.loss.LossParts;
import java.time.Duration;

/**
 * The progress of a training. Immutable.
 *
 * @param step that was taken
 * @param steps in all
 * @param size the size of its pictures in pixels
 * @param loss mean since the last measurement
 * @param picturesPerSecond lately
 * @param left the time until the end, at this speed
 */
public record TrainingProgress(
    long step, long steps, Size size, LossParts loss, double picturesPerSecond, Duration left) {}
