package io.vedette.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.CamerasOption;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.compare.Comparison;
import io.vedette.compare.Summary;
import io.vedette.compare.SummaryPicture;
import io.vedette.event.FrameDetections;
import io.vedette.file.FileReason;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.text.Count;
import io.vedette.text.NumberWords;
import io.vedette.text.Printable;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.table.RunReader;
import io.vedette.validation.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code diff}: compares two runs over the same frames. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Compares two runs over the same frames: agreement, lost and added boxes, latency.",
    footer = "Example: vedette diff live newer")
final class DiffCommand implements Callable<Integer> {
  private static final String ROW = "%-20s %10s %10s %10s %10s %10s%n";

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "live, or the name of a shadow or a replay.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "OTHER", description = "The run that is compared with it.")
  private String second = "";

  @Mixin private CamerasOption cameras = new CamerasOption();

  @Option(
      names = "--iou",
      paramLabel = "0-1",
      defaultValue = "0.5",
      description = "Overlap that makes two boxes one object (default: ${DEFAULT-VALUE}).")
  private double iou;

  @Option(
      names = "--picture",
      paramLabel = "PNG",
      description = "Also draws the result, into this file.")
  private @Nullable Path picture;

  @Option(names = "--json", description = "Prints one JSON object instead, for scripts.")
  private boolean json;

  @Mixin private BrokerOptions options = new BrokerOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    check();
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    try (Services services = new Services()) {
      Node node = new Node(settings.findingBroker(), services, new Supervision(new Completion()));
      KafkaAccess kafka = node.join(node.rights().diff(List.of(first, second)));
      Comparison comparison = new Comparison(iou);
      read(kafka, node.topics().detections(first), comparison::addFirst);
      read(kafka, node.topics().detections(second), comparison::addSecond);
      Summary summary = comparison.summary();
      if (summary.frames() == 0) {
        throw Failure.stop(
            "runs %s and %s have no frame in common; check their names and times"
                .formatted(first, second));
      }
      print(summary);
      draw(summary);
    }
    return ExitCode.DONE;
  }

  /** Checks the arguments before any record is read. */
  private void check() {
    for (String run : List.of(first, second)) {
      if (!Names.isRun(run)) {
        throw SettingsOptions.misuse(
            spec,
            "RUN: expected live, or a name of letters, digits, - and _, found \"%s\""
                .formatted(run));
      }
    }
    if (first.equals(second)) {
      throw SettingsOptions.misuse(spec, "OTHER: expected another run than " + first);
    }
    if (!(iou > 0 && iou <= 1)) {
      throw SettingsOptions.misuse(
          spec, "--iou: expected more than 0 and at most 1, found " + NumberWords.of(iou));
    }
    if (picture != null) {
      OutputFile.require(picture);
    }
  }

  private void read(KafkaAccess kafka, String topic, Consumer<FrameDetections> sink) {
    RunReader.read(
        kafka,
        topic,
        event -> {
          if (cameras.has(event.camera())) {
            sink.accept(event);
          }
        });
  }

  private void print(Summary summary) {
    PrintWriter out = SettingsOptions.out(spec);
    if (json) {
      out.println(Printable.json(text(summary)));
      out.flush();
      return;
    }
    out.printf(
        "%s in both, %d only in %s, %d only in %s%n%n",
        Count.frames(summary.frames()), summary.onlyFirst(), first, summary.onlySecond(), second);
    out.printf(ROW, "LABEL", "BOTH", "LOST", "ADDED", "AGREEMENT", "MEAN IOU");
    for (Summary.Label label : summary.labels()) {
      out.printf(
          ROW,
          Printable.line(label.label()),
          label.matched(),
          label.lost(),
          label.added(),
          "%.3f".formatted(label.agreement()),
          "%.3f".formatted(label.meanIou()));
    }
    latency(out, first, summary.first());
    latency(out, second, summary.second());
    out.flush();
  }

  private static void latency(
      PrintWriter out, String run, Map<String, Summary.Percentiles> stages) {
    if (!stages.isEmpty()) {
      out.printf("%n%-20s %10s %10s%n", run.toUpperCase(java.util.Locale.ROOT), "P50 MS", "P99 MS");
      stages.forEach(
          (stage, latency) ->
              out.printf(
                  "%-20s %10.1f %10.1f%n", Printable.line(stage), latency.p50(), latency.p99()));
    }
  }

  private void draw(Summary summary) {
    Path file = picture;
    if (file == null) {
      return;
    }
    try (var out = Files.newOutputStream(file)) {
      boolean unused = ImageIO.write(SummaryPicture.draw(summary, first, second), "png", out);
    } catch (IOException e) {
      throw Failure.stop("picture " + file + " cannot be written: " + FileReason.of(e), e);
    }
  }

  private static String text(Summary summary) {
    try {
      return new ObjectMapper().writeValueAsString(summary);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of plain values cannot be written", e);
    }
  }
}
