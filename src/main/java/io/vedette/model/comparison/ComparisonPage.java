package io.vedette.model.comparison;

import io.vedette.file.FileReason;
import io.vedette.model.report.LineChart;
import io.vedette.model.report.ReportPicture;
import io.vedette.model.report.Series;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page of a comparison: Markdown, and a picture beside it. */
public final class ComparisonPage {
  private final List<ComparisonResult> standings;
  private final String setting;

  /**
   * @param setting the description of training and measurement, as paragraphs of Markdown
   */
  public ComparisonPage(List<ComparisonResult> standings, String setting) {
    this.standings = List.copyOf(standings);
    this.setting = setting;
  }

  /** Writes the page and its picture, whose name is that of the page with another ending. */
  public void write(Path page) {
    String picture = page.getFileName().toString().replaceAll("\\.md$", "") + ".png";
    ReportPicture.write(page.resolveSibling(picture), charts());
    try {
      Files.writeString(page, text(picture));
    } catch (IOException e) {
      throw Failure.stop(page + " cannot be written: " + FileReason.of(e), e);
    }
  }

  private List<LineChart> charts() {
    List<Series> byPictures = standings.stream().map(ComparisonResult::history).toList();
    List<Series> byCompute = standings.stream().map(ComparisonPage::byCompute).toList();
    return List.of(
        new LineChart("Accuracy by pictures shown", "pictures shown", "mAP50", byPictures),
        new LineChart("Accuracy by compute", "10^12 multiplications", "mAP50", byCompute));
  }

  private static Series byCompute(ComparisonResult standing) {
    Series shown = standing.history();
    return new Series(
        shown.name(),
        shown.x().stream().map(x -> standing.training().tera(Math.round(x))).toList(),
        shown.y());
  }

  private String text(String picture) {
    return """
    # %s

    %s
    ![accuracy over the training](%s)

    | | %s |
    |---|%s
    %s
    Average precision at an IoU of 0.5 / mean of 0.50–0.95, per class:

    | | %s |
    |---|%s
    %s"""
        .formatted(
            standings.stream()
                .map(one -> one.contestant().architecture().toString())
                .distinct()
                .collect(Collectors.joining(" and ")),
            setting,
            picture,
            titles(),
            "---|".repeat(standings.size()),
            figures(),
            titles(),
            "---|".repeat(standings.size()),
            classes());
  }

  private String titles() {
    return standings.stream()
        .map(one -> one.contestant().title())
        .collect(Collectors.joining(" | "));
  }

  private String figures() {
    return row("architecture", one -> one.contestant().architecture().toString())
        + row("pictures shown", one -> "%,d".formatted(one.contestant().pictures()))
        + row("training compute, 10^12 multiplications", one -> number(1, one.trainingTera()))
        + row("**mAP50**", one -> "**" + number(3, one.accuracy().map50()) + "**")
        + row("mAP50-95", one -> number(3, one.accuracy().map()))
        + row("precision / recall", ComparisonPage::precisionAndRecall)
        + row("parameters, trained", one -> "%,d".formatted(one.training().parameters()))
        + row("parameters, run", one -> "%,d".formatted(one.folded().parameters()))
        + row("GMACs per picture", one -> number(2, one.giga()))
        + row("ms per picture, one thread", one -> number(1, one.oneThread()))
        + row("ms per picture, all threads", one -> number(1, one.allThreads()))
        + row("ONNX, MB", one -> number(1, one.bytes() / 1e6));
  }

  private static String precisionAndRecall(ComparisonResult one) {
    return number(3, one.accuracy().precision()) + " / " + number(3, one.accuracy().recall());
  }

  private String classes() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < standings.get(0).accuracy().classes().size(); i++) {
      int label = i;
      rows.add(
          row(
              standings.get(0).accuracy().classes().get(i).name(),
              one ->
                  number(3, one.accuracy().classes().get(label).map50())
                      + " / "
                      + number(3, one.accuracy().classes().get(label).map())));
    }
    return String.join("", rows);
  }

  private String row(String title, Function<ComparisonResult, String> figure) {
    return standings.stream()
        .map(figure)
        .collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
  }

  private static String number(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
