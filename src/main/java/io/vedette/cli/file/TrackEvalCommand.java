package io.vedette.cli.file;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.SizeConverter;
import io.vedette.file.FileReason;
import io.vedette.geometry.Size;
import io.vedette.node.VedetteSettings;
import io.vedette.offline.RecordedDetections;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import io.vedette.tracking.TrackerSettings;
import io.vedette.tracking.accuracy.MotAccuracy;
import io.vedette.tracking.accuracy.MotFile;
import io.vedette.tracking.accuracy.MotSequence;
import io.vedette.tracking.accuracy.MotTruth;
import io.vedette.tracking.accuracy.TracedBox;
import io.vedette.tracking.accuracy.TrackerRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code track-eval}: measures tracks against the truth. */
@Command(
    name = "track-eval",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures tracks against the truth: MOTA, IDF1, HOTA, identity switches.",
      "Files in MOT format, or detections as JSON lines. Boxes without ids are tracked first."
    })
public final class TrackEvalCommand implements Callable<Integer> {
  private static final double NANOS_PER_MILLI = 1e6;

  @Mixin private SettingsOptions options = new SettingsOptions();

  @Parameters(index = "0", paramLabel = "GT", description = "The truth, such as gt/gt.txt.")
  private Path truth = Path.of("gt.txt");

  @Parameters(
      index = "1",
      paramLabel = "DETECTIONS",
      description = "Detections, such as det/det.txt, or tracks.")
  private Path detections = Path.of("det.txt");

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "Frames per second (default: that of a seqinfo.ini beside the truth, else 25).")
  private @Nullable Double fps;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Size of the pictures (default: that of a seqinfo.ini, else 1920x1080).")
  private @Nullable Size size;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "Only detections with this label, if they have labels.")
  private @Nullable String label;

  @Option(
      names = "--class",
      paramLabel = "N",
      defaultValue = "" + MotTruth.PEDESTRIAN,
      description = "Class of the truth, if it has classes (default: ${DEFAULT-VALUE}, people).")
  private int kind;

  @Option(
      names = "--mot",
      paramLabel = "OUT.txt",
      description = "File for the tracks of detections, in MOT format.")
  private @Nullable Path mot;

  @Mixin private ResultOptions results = new ResultOptions();

  private final List<String> words = new ArrayList<>();
  private final ObjectNode result = ResultOptions.object();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (mot != null) {
      OutputFile.require(mot);
    }
    TrackerSettings tracker = options.load().bind(VedetteSettings.class).track().tracker();
    MotSequence sequence = sequence();
    MotTruth expected =
        read(truth, text -> MotFile.read(text, sequence.picture()).truth(kind, sequence.name()));
    if (expected.boxes().isEmpty()) {
      throw Failure.stop(truth + ": expected boxes to be found, there is none of class " + kind);
    }
    if (isJsonLines()) {
      List<TrackerRun.Found> found = read(detections, text -> RecordedDetections.read(text, label));
      follow(expected, TrackerRun.of(found, sequence.fps(), tracker));
    } else {
      MotFile file = read(detections, text -> MotFile.read(text, sequence.picture()));
      if (file.isTracked()) {
        requireNoOutput();
        judge(expected, read(detections, text -> file.tracks()));
      } else {
        follow(expected, TrackerRun.of(file.detections("object"), sequence.fps(), tracker));
      }
    }
    results.print(spec, words, result);
    return ExitCode.DONE;
  }

  private void requireNoOutput() {
    if (mot != null) {
      throw SettingsOptions.misuse(
          spec, "--mot: expected detections, found tracks in %s".formatted(detections));
    }
  }

  /** Judges the tracks of our own tracker, and adds its cost. */
  private void follow(MotTruth expected, TrackerRun trial) {
    write(trial);
    judge(expected, trial.tracks());
    double millis = trial.cost().toNanos() / NANOS_PER_MILLI / Math.max(1, trial.frames());
    words.add(
        String.format(
            Locale.ROOT, "tracked   %s, %.3f ms each", Count.frames(trial.frames()), millis));
    result.put("frames", trial.frames()).put("ms_per_frame", millis);
  }

  private void judge(MotTruth expected, List<TracedBox> tracks) {
    MotAccuracy accuracy = MotAccuracy.of(expected.boxes(), expected.judged(tracks));
    words.add(String.format(Locale.ROOT, "MOTA      %.4f", accuracy.mota()));
    words.add(String.format(Locale.ROOT, "IDF1      %.4f", accuracy.idf1()));
    words.add(String.format(Locale.ROOT, "HOTA      %.4f", accuracy.hota()));
    words.add("switches  %d".formatted(accuracy.switches()));
    words.add(
        "boxes     %d of %d found, %d missed, %d false"
            .formatted(
                accuracy.matches(), accuracy.truths(), accuracy.misses(), accuracy.falseBoxes()));
    result.put("mota", accuracy.mota()).put("idf1", accuracy.idf1()).put("hota", accuracy.hota());
    result
        .put("switches", accuracy.switches())
        .put("matches", accuracy.matches())
        .put("truths", accuracy.truths())
        .put("misses", accuracy.misses())
        .put("false_boxes", accuracy.falseBoxes());
  }

  private void write(TrackerRun trial) {
    if (mot == null) {
      return;
    }
    Size picture = sequence().picture();
    try {
      Files.writeString(mot, String.join("", trial.lines(picture)));
    } catch (IOException e) {
      throw Failure.stop(mot + " cannot be written: " + FileReason.of(e), e);
    }
  }

  private MotSequence sequence() {
    try {
      MotSequence known = MotSequence.of(truth);
      MotSequence sized = size == null ? known : known.withPicture(size);
      return fps == null ? sized : sized.withFps(fps);
    } catch (IOException e) {
      throw unreadable(truth.resolveSibling("seqinfo.ini"), e);
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
  }

  private boolean isJsonLines() {
    return read(
        detections,
        text ->
            new BufferedReader(text)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .filter(line -> line.strip().startsWith("{"))
                .isPresent());
  }

  /** The parser of a file's text. */
  private interface Parser<T> {
    T parse(Reader text) throws IOException;
  }

  private static <T> T read(Path file, Parser<T> parser) {
    try (Reader text = Files.newBufferedReader(file)) {
      return parser.parse(text);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw Failure.stop(file + ": " + e.getMessage(), e);
    }
  }

  private static Failure unreadable(Path file, Exception failure) {
    Throwable cause = failure instanceof IOException ? failure : failure.getCause();
    String reason = cause instanceof IOException io ? FileReason.of(io) : String.valueOf(cause);
    return Failure.stop(file + " cannot be read: " + reason, failure);
  }
}
