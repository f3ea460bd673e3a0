package io.vedette.cli.file;

import io.vedette.camera.VideoSource;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.FamilyOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.Termination;
import io.vedette.config.Settings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.node.VedetteSettings;
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
import io.vedette.text.Printable;
import io.vedette.tracking.TrackerSettings;
import java.io.IOException;
import java.io.OutputStream;
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

/** The command {@code detect-file}: detects in video and picture files, without Kafka. */
@Command(
    name = "detect-file",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Detects in videos and pictures, without Kafka: JSON lines, annotated copies.",
    footer = "Example: vedette detect-file --track --video copy.mp4 street.mp4")
public final class DetectFileCommand implements Callable<Integer> {
  private static final long CLOSE_SECONDS = 20;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Videos and pictures.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "Infers one picture of every N (default: ${DEFAULT-VALUE}).")
  private int every;

  @Option(
      names = "--regions",
      paramLabel = "K",
      description =
          "Also infers up to K parts of a picture, 0 to 8: around motion, or tiles of a still picture"
              + " (default: that of the settings).")
  private @Nullable Integer regions;

  @Option(names = "--track", description = "Tracks objects; writes tracks and their events.")
  private boolean track;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Zones, lines and masks, as under a camera in the settings (YAML).")
  private @Nullable Path rules;

  @Option(
      names = "--model",
      paramLabel = "ONNX",
      description = "Another detector than the configured one.")
  private @Nullable Path model;

  @Option(
      names = "--confidence",
      paramLabel = "0-1",
      description =
          "Least confidence, also by class as person=0.5,car=0.2 (default: that of the settings).")
  private @Nullable String confidence;

  @Option(
      names = "--iou",
      paramLabel = "0-1",
      description =
          "Boxes of one class that overlap by more are one object (default: that of the settings).")
  private @Nullable String iou;

  @Option(
      names = "--classes",
      paramLabel = "A,B",
      description = "Only these classes (default: all).")
  private @Nullable String classes;

  @Mixin private FamilyOptions family = new FamilyOptions();

  @Mixin private FileOutputs outputs = new FileOutputs();

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
      return detect(settings) ? ExitCode.DONE : ExitCode.FAILED;
    } finally {
      ended.countDown();
      termination.close();
    }
  }

  private VedetteSettings settings() {
    if (every < 1) {
      throw SettingsOptions.misuse(spec, "--every: expected at least 1, found " + every);
    }
    outputs.requireApart(files, spec);
    Settings settings = options.load();
    put(settings, "inference.model", "--model", model == null ? null : model.toString());
    family.put(settings);
    put(settings, "detect.regions", "--regions", regions == null ? null : regions.toString());
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

  /**
   * Ends the command on a signal: the present picture is the last one, and all files are closed
   * properly.
   */
  private void stop(CountDownLatch ended) throws InterruptedException {
    isStopping = true;
    boolean unused = ended.await(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private boolean detect(VedetteSettings settings) {
    Supplier<@Nullable FileScene> scenes = scenes(settings.track().tracker());
    OnnxModel detector = OnnxModel.load(settings.inference());
    FileDetector.Manner manner = new FileDetector.Manner(every, settings.detect().regions());
    boolean isAll = true;
    try (Lane lane = Lane.open(detector, settings.inference());
        FileDetector detecting = new FileDetector(detector, lane, settings.detection(), manner);
        OutputStream lines = outputs.lines();
        OutputStream tracks = outputs.tracks()) {
      for (Path file : files) {
        FileEvents events = new FileEvents(name(file), detector, lane);
        isAll &= detect(file, detecting, new FileReport(events, lines, tracks, scenes.get()));
      }
    } catch (IOException e) {
      throw outputs.unwritable(e);
    }
    return isAll;
  }

  /** The scenes, one for each file; null where nothing is to be tracked. */
  private Supplier<@Nullable FileScene> scenes(TrackerSettings tracker) {
    if (!track && rules == null && !outputs.isMot()) {
      return () -> null;
    }
    Settings given = new Settings(System.getenv());
    RuleSettings known = (rules == null ? given : given.file(rules)).bind(RuleSettings.class);
    return () -> new FileScene(tracker, known);
  }

  /** Detects in one file; a failure is reported, and the other files are still read. */
  private boolean detect(Path file, FileDetector detector, FileReport report) {
    try (VideoSource source = MediaFile.open(file);
        AnnotatedCopy copy = outputs.copy(file, files, source);
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
      requireWhole(file, source);
      return true;
    } catch (IOException e) {
      throw outputs.unwritable(e);
    } catch (Failure e) {
      if (e.action() == Failure.Action.STOP) {
        throw e;
      }
      SettingsOptions.err(spec)
          .println("vedette: " + Printable.line(String.valueOf(e.getMessage())));
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
      throw outputs.unwritable(e);
    }
  }

  private static void requireWhole(Path file, VideoSource source) {
    if (source.missing() > 0) {
      throw VideoSource.damage(file, source.missing());
    }
  }

  private void stopWhenAsked(SeenPicture seen) {
    if (isStopping) {
      throw Failure.stop("interrupted after picture " + seen.picture().index());
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
