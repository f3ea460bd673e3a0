package io.vedette.detect.schedule;

import io.vedette.frame.TraceContext;
import org.jspecify.annotations.Nullable;

/** The frames that were inferred together, for traces. Confined to the polling thread. */
public final class BatchRun {
  private final int frames;
  private @Nullable TraceContext span;
  private boolean isTold;

  public BatchRun(int frames) {
    this.frames = frames;
  }

  public int frames() {
    return frames;
  }

  /**
   * Its span, which is a trace of its own.
   *
   * @param member a span of one of its frames; the first one asked with gives the name
   */
  public TraceContext span(TraceContext member) {
    TraceContext known = span == null ? TraceContext.root("batch of " + member.header()) : span;
    span = known;
    return known;
  }

  /** Whether it is yet to be told of; once. */
  public boolean isNews() {
    boolean isNews = !isTold;
    isTold = true;
    return isNews;
  }
}
