package io.vedette.app;

import io.vedette.config.Settings;
import io.vedette.event.DetectionEvent;
import io.vedette.event.DetectionJson;
import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import io.vedette.scene.stream.TrackSettings;
import io.vedette.tracking.Detection;
import io.vedette.tracking.accuracy.MotAccuracy;
import io.vedette.tracking.accuracy.MotFile;
import io.vedette.tracking.accuracy.TracedBox;
import io.vedette.tracking.accuracy.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
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
final class TrackEvalCommand implements Callable<Integer> {
  private static final double DEFAULT_FPS = 25;
  private static final Size DEFAULT_SIZE = new Size(1920, 1080);

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
      converter = SimulateCommand.SizeConverter.class,
      description = "Size of the pictures; that of a seqinfo.ini, or 1920x1080.")
  private @Nullable Size size;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "Only detections of this label, where they have one.")
  private @Nullable String label;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = options.load();
    TrackSettings track = settings.bind(VedetteSettings.class).track();
    Properties sequence = sequence();
    Size picture = size == null ? sizeOf(sequence) : size;
    double rate = fps == null ? number(sequence, "frameRate", DEFAULT_FPS) : fps;
    List<TracedBox> expected = mot(truth, picture).boxes();
    PrintWriter out = SettingsOptions.out(spec);
    if (!isJson() && mot(detections, picture).isTracked()) {
      print(out, MotAccuracy.of(expected, mot(detections, picture).boxes()));
    } else {
      Trial trial = Trial.of(found(picture), rate, track.tracker());
      print(out, MotAccuracy.of(expected, trial.tracks()));
      out.printf(
          Locale.ROOT,
          "tracked   %d frames, %.3f ms each%n",
          trial.frames(),
          trial.cost().toNanos() / 1e6 / Math.max(1, trial.frames()));
    }
    out.flush();
    return Main.DONE;
  }

  private static void print(PrintWriter out, MotAccuracy accuracy) {
    out.printf(Locale.ROOT, "MOTA      %.4f%n", accuracy.mota());
    out.printf(Locale.ROOT, "IDF1      %.4f%n", accuracy.idf1());
    out.printf(Locale.ROOT, "HOTA      %.4f%n", accuracy.hota());
    out.printf("switches  %d%n", accuracy.switches());
    out.printf(
        "boxes     %d of %d found, %d missed, %d false%n",
        accuracy.matches(), accuracy.truths(), accuracy.misses(), accuracy.falseBoxes());
  }

  private List<Trial.Found> found(Size picture) {
    if (!isJson()) {
      return mot(detections, picture).detections("object");
    }
    List<Trial.Found> found = new ArrayList<>();
    for (String line : lines(detections)) {
      if (!line.isBlank()) {
        DetectionEvent event = DetectionJson.read(line.getBytes(StandardCharsets.UTF_8));
        int frame = (int) event.frame().sequence() + 1; // MOT counts from 1
        event.objects().stream()
            .filter(object -> label == null || label.equals(object.label()))
            .map(object -> new Detection(object.label(), object.confidence(), object.box()))
            .forEach(detection -> found.add(new Trial.Found(frame, detection)));
      }
    }
    return found;
  }

  private boolean isJson() {
    return lines(detections).stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .filter(line -> line.startsWith("{"))
        .isPresent();
  }

  private static MotFile mot(Path file, Size picture) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return MotFile.read(reader, picture);
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw Failure.stop(file + ": " + e.getMessage(), e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static Failure unreadable(Path file, IOException e) {
    String reason = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
    return Failure.stop(file + " cannot be read: " + reason, e);
  }

  /** What the sequence of the truth says of itself: two folders up from gt/gt.txt, or beside it. */
  private Properties sequence() {
    Properties sequence = new Properties();
    Path folder = truth.toAbsolutePath().getParent();
    for (int up = 0; up < 2 && folder != null; up++) {
      Path file = folder.resolve("seqinfo.ini");
      if (Files.exists(file)) {
        try (Reader reader = Files.newBufferedReader(file)) {
          sequence.load(reader);
        } catch (IOException e) {
          throw unreadable(file, e);
        }
      }
      folder = folder.getParent();
    }
    return sequence;
  }

  private static Size sizeOf(Properties sequence) {
    return new Size(
        (int) number(sequence, "imWidth", DEFAULT_SIZE.width()),
        (int) number(sequence, "imHeight", DEFAULT_SIZE.height()));
  }

  private static double number(Properties sequence, String key, double otherwise) {
    String text = sequence.getProperty(key);
    try {
      return text == null ? otherwise : Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw Failure.stop("seqinfo.ini: " + key + ": expected a number, found \"" + text + "\"", e);
    }
  }
}
