package io.vedette.cli.file;

import io.vedette.cli.option.Count;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.SizeConverter;
import io.vedette.geometry.Size;
import io.vedette.node.VedetteSettings;
import io.vedette.offline.RecordedDetections;
import io.vedette.runtime.Failure;
import io.vedette.runtime.FileReason;
import io.vedette.tracking.TrackerSettings;
import io.vedette.tracking.accuracy.MotAccuracy;
import io.vedette.tracking.accuracy.MotFile;
import io.vedette.tracking.accuracy.MotSequence;
import io.vedette.tracking.accuracy.MotTruth;
import io.vedette.tracking.accuracy.TracedBox;
import io.vedette.tracking.accuracy.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Tells how well tracks follow the truth. */
@Command(
    name = "track-eval",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells how well tracks follow the truth: MOTA, IDF1, HOTA, identity switches.",
      "Files in MOT format, or detections as JSON lines. Boxes without ids are tracked first."
    })
public final class TrackEvalCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Parameters(index = "0", paramLabel = "GT", description = "The truth, as gt/gt.txt.")
  private Path truth = Path.of("gt.txt");

  @Parameters(
      index = "1",
      paramLabel = "DETECTIONS",
      description = "Detections, as det/det.txt, or tracks.")
  private Path detections = Path.of("det.txt");

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "Frames per second; that of a seqinfo.ini beside the truth, or 25.")
  private @Nullable Double fps;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Size of the pictures; that of a seqinfo.ini, or 1920x1080.")
  private @Nullable Size size;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "Only detections of this label, where they have one.")
  private @Nullable String label;

  @Option(
      names = "--class",
      paramLabel = "N",
      defaultValue = "" + MotTruth.PEDESTRIAN,
      description = "Class of the truth, where it has any (default: ${DEFAULT-VALUE}, people).")
  private int kind;

  @Option(
      names = "--mot",
      paramLabel = "OUT.txt",
      description = "Where the tracks of detections go, in MOT format.")
  private @Nullable Path mot;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    TrackerSettings tracker = options.load().bind(VedetteSettings.class).track().tracker();
    MotSequence sequence = sequence();
    MotTruth expected =
        read(truth, text -> MotFile.read(text, sequence.picture()).truth(kind, sequence.name()));
    if (expected.boxes().isEmpty()) {
      throw Failure.stop(truth + ": expected boxes to be found, there is none of class " + kind);
    }
    PrintWriter out = SettingsOptions.out(spec);
    if (isJson()) {
      List<Trial.Found> found = read(detections, text -> RecordedDetections.read(text, label));
      follow(out, expected, Trial.of(found, sequence.fps(), tracker));
    } else {
      MotFile file = read(detections, text -> MotFile.read(text, sequence.picture()));
      if (file.isTracked()) {
        print(out, expected, read(detections, text -> file.tracks()));
      } else {
        follow(out, expected, Trial.of(file.detections("object"), sequence.fps(), tracker));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** Prints how well our own tracker does, and what it costs. */
  private void follow(PrintWriter out, MotTruth expected, Trial trial) {
    write(trial);
    print(out, expected, trial.tracks());
    out.printf(
        Locale.ROOT,
        "tracked   %s, %.3f ms each%n",
        Count.frames(trial.frames()),
        trial.cost().toNanos() / 1e6 / Math.max(1, trial.frames()));
  }

  private static void print(PrintWriter out, MotTruth expected, List<TracedBox> tracks) {
    MotAccuracy accuracy = MotAccuracy.of(expected.boxes(), expected.judged(tracks));
    out.printf(Locale.ROOT, "MOTA      %.4f%n", accuracy.mota());
    out.printf(Locale.ROOT, "IDF1      %.4f%n", accuracy.idf1());
    out.printf(Locale.ROOT, "HOTA      %.4f%n", accuracy.hota());
    out.printf("switches  %d%n", accuracy.switches());
    out.printf(
        "boxes     %d of %d found, %d missed, %d false%n",
        accuracy.matches(), accuracy.truths(), accuracy.misses(), accuracy.falseBoxes());
  }

  private void write(Trial trial) {
    if (mot == null) {
      return;
    }
    Size picture = sequence().picture();
    try {
      Files.writeString(mot, String.join("", trial.lines(picture)));
    } catch (IOException e) {
      throw Failure.stop("tracks cannot be written to " + mot + ": " + e, e);
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
      throw SettingsOptions.misuse(spec, String.valueOf(e.getMessage()));
    }
  }

  private boolean isJson() {
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

  /** What is made of a file's text. */
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
    String reason = String.valueOf(cause);
    if (cause instanceof CharacterCodingException) {
      reason = "expected text in UTF-8";
    } else if (cause instanceof IOException io) {
      reason = FileReason.of(io);
    }
    return Failure.stop(file + " cannot be read: " + reason, failure);
  }
}
