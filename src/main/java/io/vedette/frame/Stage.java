package io.vedette.frame;

import java.util.Locale;

/**
 * The steps a frame passes, in order; each adds its duration, so that latency can be told apart.
 */
public enum Stage {
  DECODE,
  ENCODE,
  PRODUCE,
  BROKER,
  QUEUE,
  PREPROCESS,
  BATCH_WAIT,
  INFER,
  POSTPROCESS;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The name used in records and headers, as {@code batch_wait}. */
  public String wireName() {
    return word;
  }
}
