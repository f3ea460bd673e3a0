package io.vedette.app;

import io.vedette.camera.VideoSource;
import io.vedette.config.Settings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.offline.AnnotatedCopy;
import io.vedette.offline.Drawing;
import io.vedette.offline.FileDetector;
import io.vedette.offline.FileEvents;
import io.vedette.offline.FileReport;
import io.vedette.offline.FileScene;
import io.vedette.offline.MediaFile;
import io.vedette.offline.SeenPicture;
import io.vedette.rule.RuleSettings;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.tracking.TrackerSettings;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Detects in video and picture files, without Kafka. */
@Command(
    name = "detect-file",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Detects in videos and pictures, without Kafka: JSON lines, annotated copies.")
final class DetectFileCommand implements Callable<Integer> {
  private static final long CLOSE_SECONDS = 20;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Videos and pictures.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "OUT.jsonl",
      description =
          "Where detections, tracks and events go; else standard output, unless --video or --mot.")
  private @Nullable Path json;

  @Option(
      names = {"--video", "--annotate"},
      paramLabel = "OUT",
      description = "Annotated copy: .mp4 of a video, .jpg of a picture; a folder for several.")
  private @Nullable Path annotated;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "Infers one picture of every N (default: ${DEFAULT-VALUE}).")
  private int every;

  @Option(names = "--track", description = "Follows objects; tells of tracks and what they do.")
  private boolean track;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Zones, lines and masks, as under a camera in the settings (YAML).")
  private @Nullable Path rules;

  @Option(
      names = "--mot",
      paramLabel = "OUT.txt",
      description = "Where tracks go in the form of the MOT Challenge.")
  private @Nullable Path mot;

  @Option(names = "--model", paramLabel = "ONNX", description = "Another detector.")
  private @Nullable Path model;

  @Option(names = "--confidence", paramLabel = "0-1", description = "Least confidence.")
  private @Nullable String confidence;

  @Option(names = "--iou", paramLabel = "0-1", description = "Overlap that makes two boxes one.")
  private @Nullable String iou;

  @Option(names = "--classes", paramLabel = "A,B", description = "Only these classes.")
  private @Nullable String classes;

  @Mixin private SettingsOptions options = new SettingsOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  private volatile boolean isStopping;

  @Override
  public Integer call() {
    VedetteSettings settings = settings();
    CountDownLatch ended = new CountDownLatch(1);
    Services services = new Services();
    services.keep(() -> stop(ended));
    Termination termination = new Termination(services);
    try {
      return detect(settings) ? Main.DONE : Main.FAILED;
    } finally {
      ended.countDown();
      termination.close();
    }
  }

  private VedetteSettings settings() {
    if (every < 1) {
      throw SettingsOptions.misuse(spec, "--every: expected at least 1, found " + every);
    }
    Settings settings = options.load();
    put(settings, "inference.model", "--model", model == null ? null : model.toString());
    put(settings, "detection.confidence", "--confidence", confidence);
    put(settings, "detection.iou", "--iou", iou);
    put(settings, "detection.classes", "--classes", classes);
    return settings.bind(VedetteSettings.class);
  }

  private static void put(Settings settings, String key, String option, @Nullable String value) {
    if (value != null) {
      settings.put(key, value, option);
    }
  }

  /** On a signal: the picture in hand is the last one, and all files are ended properly. */
  private void stop(CountDownLatch ended) throws InterruptedException {
    isStopping = true;
    boolean unused = ended.await(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private boolean detect(VedetteSettings settings) {
    Supplier<@Nullable FileScene> scenes = scenes(settings.track().tracker());
    OnnxModel detector = OnnxModel.load(settings.inference());
    boolean isAll = true;
    try (Lane lane = Lane.open(detector, settings.inference());
        FileDetector files = new FileDetector(detector, lane, settings.detection(), every);
        OutputStream lines = lines();
        OutputStream tracks = tracks()) {
      for (Path file : this.files) {
        FileEvents events = new FileEvents(name(file), detector, lane);
        isAll &= detect(file, files, new FileReport(events, lines, tracks, scenes.get()));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    return isAll;
  }

  /** A scene for each file; null where nothing is to be followed. */
  private Supplier<@Nullable FileScene> scenes(TrackerSettings tracker) {
    if (!track && rules == null && mot == null) {
      return () -> null;
    }
    Settings given = new Settings(System.getenv());
    RuleSettings known = (rules == null ? given : given.file(rules)).bind(RuleSettings.class);
    return () -> new FileScene(tracker, known);
  }

  /** One file; its failure is told and the others still have their turn. */
  private boolean detect(Path file, FileDetector detector, FileReport report) {
    try (VideoSource source = MediaFile.open(file);
        AnnotatedCopy copy = copy(file, source);
        FileProgress progress =
            new FileProgress(name(file), source.frames(), SettingsOptions.err(spec))) {
      detector.detect(
          source,
          seen -> {
            add(seen, report, copy);
            progress.add(seen);
            stopWhenAsked(seen);
          });
      report.end();
      requireWhole(file, source, progress);
      return true;
    } catch (IOException e) {
      throw unwritable(e);
    } catch (Failure e) {
      if (e.action() == Failure.Action.STOP) {
        throw e;
      }
      SettingsOptions.err(spec).println("vedette: " + e.getMessage());
      return false;
    }
  }

  private void add(SeenPicture seen, FileReport report, @Nullable AnnotatedCopy copy) {
    try {
      Optional<Drawing> drawing = report.add(seen);
      if (copy != null) {
        drawing.ifPresent(copy::show);
        copy.add(seen);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void requireWhole(Path file, VideoSource source, FileProgress progress) {
    if (progress.missing() > 0) {
      throw Failure.skip(
          "%s is cut short or damaged: %d of %d pictures could not be read"
              .formatted(file, progress.missing(), source.frames()),
          null);
    }
  }

  private void stopWhenAsked(SeenPicture seen) {
    if (isStopping) {
      throw Failure.stop("interrupted after picture " + seen.picture().index());
    }
  }

  private OutputStream lines() throws IOException {
    if (json != null) {
      return new BufferedOutputStream(Files.newOutputStream(json));
    }
    return annotated == null && mot == null
        ? new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))
        : OutputStream.nullOutputStream();
  }

  private OutputStream tracks() throws IOException {
    return mot == null
        ? OutputStream.nullOutputStream()
        : new BufferedOutputStream(Files.newOutputStream(mot));
  }

  private @Nullable AnnotatedCopy copy(Path file, VideoSource source) {
    if (annotated == null) {
      return null;
    }
    boolean isFolder = Files.isDirectory(annotated) || files.size() > 1;
    if (!isFolder) {
      return new AnnotatedCopy(annotated, source.fps());
    }
    try {
      Files.createDirectories(annotated);
    } catch (IOException e) {
      throw Failure.stop("folder " + annotated + " cannot be made: " + e, e);
    }
    String ending = source.frames() == 1 ? ".jpg" : ".mp4";
    String stem = name(file).replaceFirst("[.][^.]+$", "");
    return new AnnotatedCopy(annotated.resolve(stem + ending), source.fps());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Failure unwritable(IOException e) {
    String where = json == null ? "standard output" : json.toString();
    return Failure.stop("detections cannot be written to " + where + ": " + e, e);
  }
}
