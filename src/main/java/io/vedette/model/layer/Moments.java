package io.vedette.model.layer;

/**
 * Mean and variance of each channel. The arrays are its own.
 *
 * @param mean {@code [channels]}
 * @param variance {@code [channels]}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Moments(double[] mean, double[] variance) {}
