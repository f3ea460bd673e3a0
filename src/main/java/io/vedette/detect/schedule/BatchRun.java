package io.vedette.detect.schedule;

import io.vedette.frame.TraceContext;
import org.jspecify.annotations.Nullable;

/** The frames that were inferred together, for traces. Confined to the polling thread. */
public final class BatchRun {
  private final int frames;
  private @Nullable TraceContext span;
  private boolean isReported;

  public BatchRun(int frames) {
    this.frames = frames;
  }

  public int frames() {
    return frames;
  }

  /**
   * The batch's span, which is a trace of its own.
   *
   * @param member a span of one of its frames; the first caller's gives the span its name
   */
  public TraceContext span(TraceContext member) {
    TraceContext known = span == null ? TraceContext.root("batch of " + member.header()) : span;
    span = known;
    return known;
  }

  /** Whether its span is yet to be sent; true once. */
  public boolean isNews() {
    boolean isNews = !isReported;
    isReported = true;
    return isNews;
  }
}
