package io.vedette.camera.decode;

/**
 * The usual sizes of a still camera's packets: a far larger packet shows that something happens,
 * before it is decoded. Confined to one thread.
 */
final class PacketSizes {
  private static final int MEMORY = 32;
  private static final int FIRST = 8;
  private static final double DEVIATIONS = 4;

  /** The least deviation, as a part of the mean; and in bytes, below. */
  private static final double LEAST_PART = 0.25;

  private static final double LEAST_BYTES = 64;

  private int seen;
  private double mean;
  private double variance;

  /** Adds a size, and returns whether it is far above those before it. */
  boolean isUnusual(int size) {
    double most = mean + DEVIATIONS * deviation();
    boolean isUnusual = seen >= FIRST && size > most;
    double learnt = isUnusual ? most : size;
    seen = Math.min(MEMORY, seen + 1);
    double strayed = learnt - mean;
    mean += strayed / seen;
    variance += (strayed * (learnt - mean) - variance) / seen;
    return isUnusual;
  }

  private double deviation() {
    return Math.max(Math.sqrt(variance), Math.max(LEAST_PART * mean, LEAST_BYTES));
  }
}
