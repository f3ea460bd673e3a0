package io.vedette.bench;

import io.vedette.camera.Camera;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameSink;
import io.vedette.frame.Ledger;
import io.vedette.picture.FfmpegProgram;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The benchmark of a camera thread's processor time per frame against the {@code ffmpeg} program of
 * the same FFmpeg build, which does the same job on one thread: decode, sample, scale, encode as
 * JPEG.
 */
public final class IngestEfficiency implements Benchmark {
  private static final int FILMED = 300;
  private static final int FPS = 5;
  private static final int WIDTH = 640;
  private static final int ROUNDS = 3;
  private static final int LOOPS = 4;
  private static final int FRAMES = FILMED * LOOPS * FPS / StreetPictures.FPS;
  private static final int WARM_UP = FRAMES / 2;
  private static final long PATIENCE_SECONDS = 120;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1000;
  private static final Pattern USED =
      Pattern.compile("bench: utime=([0-9.]+)s stime=([0-9.]+)s rtime=");

  private final Path clip;

  /**
   * @param folder for the clip; emptied by the caller
   */
  public IngestEfficiency(Path folder) {
    clip = folder.resolve("street.mp4");
  }

  @Override
  public String name() {
    return "ingest-efficiency";
  }

  @Override
  public List<Figure> run() {
    StreetPictures.film(clip, FILMED);
    List<Double> ratios = new ArrayList<>();
    List<String> costs = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double ours = cameraMillis();
      double theirs = programMillis();
      ratios.add(ours / theirs);
      costs.add(String.format(Locale.ROOT, "%.2f/%.2f", ours, theirs));
    }
    ratios.sort(null);
    return List.of(
        new Figure(
                name(),
                "camera thread ÷ ffmpeg program, CPU per frame",
                ratios.get(ROUNDS / 2),
                "",
                1.10,
                true,
                "median of %d rounds; H.264 1280×720 at %d/s, every third to JPEG of %d width; ours/theirs ms per frame %s"
                    .formatted(ROUNDS, StreetPictures.FPS, WIDTH, String.join(", ", costs)))
            .within(ratios));
  }

  private double cameraMillis() {
    CameraSettings settings =
        new Settings(Map.of())
            .put("url", "file:" + clip, "bench")
            .assignments(List.of("pace=fast-loop", "fps=" + FPS, "width=" + WIDTH))
            .bind(CameraSettings.class);
    Meter meter = new Meter();
    Camera.Node node =
        new Camera.Node(
            meter,
            new Ledger(),
            (camera, state, failure) -> meter.failed(failure),
            Clock.systemUTC(),
            CameraAccess.DEFAULTS,
            new Supervision(new Completion()).essential());
    try (Camera camera = new Camera("bench", 1, settings, node)) {
      camera.start();
      return meter.await();
    }
  }

  /** Reads the camera thread's processor time as its frames come. */
  private static final class Meter implements FrameSink {
    private final CountDownLatch done = new CountDownLatch(1);
    private long frames;
    private long firstNanos;
    private volatile double millis;
    private volatile @org.jspecify.annotations.Nullable Failure failure;

    @Override
    public void accept(Frame frame) {
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      frames++;
      if (frames == WARM_UP) {
        firstNanos = nanos;
      } else if (frames == WARM_UP + FRAMES) {
        millis = (nanos - firstNanos) / NANOS_PER_MILLI / FRAMES;
        done.countDown();
      }
    }

    private void failed(@org.jspecify.annotations.Nullable Failure reason) {
      if (reason != null) {
        failure = reason;
        done.countDown();
      }
    }

    private double await() {
      try {
        if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw Failure.stop("the camera took longer than " + PATIENCE_SECONDS + " s");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Failure.stop("interrupted", e);
      }
      Failure ended = failure;
      if (ended != null) {
        throw ended;
      }
      return millis;
    }
  }

  private double programMillis() {
    try {
      Process process = new ProcessBuilder(command()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher used = USED.matcher(said);
      if (process.waitFor() != 0 || !used.find()) {
        throw Failure.stop(
            "the ffmpeg program failed: " + said.strip().lines().reduce("", (a, b) -> b));
      }
      double seconds = Double.parseDouble(used.group(1)) + Double.parseDouble(used.group(2));
      return seconds * MILLIS_PER_SECOND / FRAMES;
    } catch (IOException e) {
      throw Failure.stop("the ffmpeg program cannot be run: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.stop("interrupted", e);
    }
  }

  private List<String> command() {
    String options =
        "-v info -benchmark -nostats -nostdin -threads 1 -stream_loop "
            + (LOOPS - 1)
            + " -i FILE -vf fps="
            + FPS
            + ",scale="
            + WIDTH
            + ":-2:flags=bilinear -filter_threads 1 -pix_fmt yuvj420p"
            + " -c:v mjpeg -threads 1 -q:v 7 -f null -";
    List<String> command = new ArrayList<>(List.of(FfmpegProgram.path()));
    command.addAll(List.of(options.split(" ")));
    command.replaceAll(word -> word.equals("FILE") ? clip.toString() : word);
    return command;
  }
}
