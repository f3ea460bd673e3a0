package io.vedette.frame;

import java.util.Locale;

/** A step of a frame's processing, in order, with its own duration. */
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
