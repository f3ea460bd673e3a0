package io.vedette.cli.model;

import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.course.Measurement;
import io.vedette.model.course.PartAccuracy;
import io.vedette.model.course.TrainListener;
import io.vedette.model.course.TrainingProgress;
import io.vedette.text.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * The display of a training's progress: a changing line on a terminal, else a line from time to
 * time.
 */
final class TrainDisplay implements TrainListener {
  private static final long BETWEEN_LINES_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long BETWEEN_CHANGES_NANOS = Duration.ofMillis(500).toNanos();

  private final PrintWriter out;
  private final Interruption interruption;
  private final boolean isTerminal = CommandLine.Help.Ansi.AUTO.enabled();
  private long printedNanos = System.nanoTime();

  /**
   * @param out the output, without escaping
   */
  TrainDisplay(PrintWriter out, Interruption interruption) {
    this.out = out;
    this.interruption = interruption;
  }

  @Override
  public void stepped(TrainingProgress progress) {
    long between = isTerminal ? BETWEEN_CHANGES_NANOS : BETWEEN_LINES_NANOS;
    if (System.nanoTime() - printedNanos >= between) {
      printedNanos = System.nanoTime();
      out.print(isTerminal ? "\r" + line(progress) + "\u001b[K" : line(progress) + "\n");
      out.flush();
    }
  }

  @Override
  public void measured(long step, Measurement measured, boolean isBest) {
    Accuracy accuracy = measured.whole();
    String figures =
        accuracy.objects() == 0
            ? "nothing to measure by: no validation picture has a label"
            : String.format(
                Locale.ROOT,
                "precision %.3f, recall %.3f, mAP50 %.4f, mAP50-95 %.4f",
                accuracy.precision(),
                accuracy.recall(),
                accuracy.map50(),
                accuracy.map());
    out.printf(
        "%sstep %d: %s%s%n",
        isTerminal ? "\r\u001b[K" : "", step, figures, isBest ? " (best)" : "");
    if (measured.parts().size() > 1) {
      measured.parts().forEach(part -> out.println(Printable.line(line(part))));
    }
    out.flush();
  }

  @Override
  public boolean isEnough() {
    return interruption.isAsked();
  }

  private static String line(PartAccuracy part) {
    String classes =
        part.accuracy().classes().stream()
            .filter(one -> one.objects() > 0)
            .map(one -> String.format(Locale.ROOT, "%s %.3f", one.name(), one.map50()))
            .collect(Collectors.joining(", "));
    String alarms =
        part.backgrounds() == 0
            ? ""
            : "; a box in %d of %d empty pictures".formatted(part.alarms(), part.backgrounds());
    return String.format(
        Locale.ROOT,
        "  %s: mAP50 %.4f (%s)%s",
        part.name(),
        part.accuracy().map50(),
        classes,
        alarms);
  }

  private static String line(TrainingProgress progress) {
    Duration left = progress.left();
    return String.format(
        Locale.ROOT,
        "%3d %%  step %d/%d  %s px  loss %.4f (box %.4f, objectness %.4f, class %.4f)"
            + "  %.1f pictures/s  %d:%02d:%02d left",
        100 * progress.step() / progress.steps(),
        progress.step(),
        progress.steps(),
        progress.size(),
        progress.loss().total(),
        progress.loss().box(),
        progress.loss().objectness(),
        progress.loss().label(),
        progress.picturesPerSecond(),
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart());
  }
}
