package io.vedette.console.run;

import io.vedette.compare.Comparison;
import io.vedette.compare.FrameDifference;
import io.vedette.compare.Summary;
import io.vedette.compare.TopDifferences;
import io.vedette.event.FrameDetections;
import io.vedette.transport.detection.RunSpanReader;
import io.vedette.transport.detection.RunSpanReader.Part;
import io.vedette.transport.detection.RunSpanReader.Span;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The comparison of two runs over a span of time: of all frames of the span, or of those up to an
 * earlier end where there are more than are read at once. Immutable.
 *
 * @param until the end of the time that was compared
 * @param differing number of frames in which the runs differ
 * @param frames the frames that differ most, up to a number
 */
record RunDiff(Instant until, Summary summary, long differing, List<FrameDifference> frames) {
  private static final int MOST_DIFFERENCES = 1000;

  /**
   * The parameters of a comparison.
   *
   * @param first topic of the first run
   * @param second topic of the second run
   * @param leastIou the least overlap of boxes that are the same object
   */
  record Question(String first, String second, Span span, double leastIou) {}

  /** The comparison of two runs without a common time. */
  static RunDiff none(Instant until) {
    return new RunDiff(until, new Comparison(1).summary(), 0, List.of());
  }

  /** Reads both runs and compares them. */
  static RunDiff of(RunSpanReader reader, Question question, BooleanSupplier isCancelled) {
    Part first = reader.read(question.first, question.span, isCancelled);
    Span span = question.span.until(first.until());
    Part second = reader.read(question.second, span, isCancelled);
    Span both = span.until(second.until());
    TopDifferences top = new TopDifferences(MOST_DIFFERENCES);
    Comparison comparison = new Comparison(question.leastIou, top);
    within(first, both).forEach(comparison::addFirst);
    within(second, both).forEach(comparison::addSecond);
    return new RunDiff(both.to(), comparison.summary(), top.total(), top.list());
  }

  private static List<FrameDetections> within(Part part, Span span) {
    return part.frames().stream().filter(span::has).toList();
  }
}
