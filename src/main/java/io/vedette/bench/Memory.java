package io.vedette.bench;

import io.vedette.camera.Camera;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameSink;
import io.vedette.frame.Ledger;
import io.vedette.geometry.Size;
import io.vedette.ingest.Cameras;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Supervisor;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The benchmark of memory per camera: what one more camera adds to this process, with its thread,
 * connection, decoder and reference pictures, scaler and encoder, and the simulator that serves it
 * in the same process.
 */
public final class Memory implements Benchmark {
  private static final int FIRST = 2;
  private static final int MORE = 40;
  private static final int FPS = 5;
  private static final int FRAMES_EACH = 60;
  private static final Size SIZE = new Size(640, 360);
  private static final long PATIENCE_SECONDS = 120;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double KIB_PER_MIB = 1024;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Figure> run() {
    Supervisor supervisor = new Supervision(new Completion()).essential();
    try (Services services = new Services()) {
      Simulator simulator =
          services.start(
              new Simulator(SimulatorSettings.of(1, 0, SIZE, StreetPictures.FPS), supervisor));
      Counter counter = new Counter();
      Cameras cameras =
          services.start(
              new Cameras(
                  new Camera.Node(
                      counter,
                      new Ledger(),
                      (id, state, failure) -> {},
                      Clock.systemUTC(),
                      CameraAccess.DEFAULTS,
                      supervisor)));
      CameraSettings settings =
          new Settings(Map.of())
              .put("url", simulator.rtspUrl("cam0"), name())
              .put("fps", Integer.toString(FPS), name())
              .bind(CameraSettings.class);
      double before = grown(cameras, settings, counter, 0, FIRST);
      double after = grown(cameras, settings, counter, FIRST, FIRST + MORE);
      return List.of(figure(before, after));
    }
  }

  private Figure figure(double before, double after) {
    return new Figure(
        name(),
        "resident memory per camera, decoder included",
        (after - before) / MORE,
        "MiB",
        8,
        true,
        String.format(
            Locale.ROOT,
            "%s H.264, %d/s taken; %.0f MiB with %d cameras, %.0f MiB with %d",
            SIZE,
            FPS,
            before,
            FIRST,
            after,
            FIRST + MORE));
  }

  /** Adds cameras and gives the memory in use once all have sent frames for a while, in MiB. */
  private double grown(
      Cameras cameras, CameraSettings settings, Counter counter, int from, int to) {
    for (int camera = from; camera < to; camera++) {
      cameras.put("camera" + camera, 1, settings);
    }
    counter.await((long) to * FRAMES_EACH);
    System.gc();
    return residentMib();
  }

  private static double residentMib() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / KIB_PER_MIB;
    } catch (IOException e) {
      throw Failure.stop("memory is read from " + STATUS + ", which is not here", e);
    }
  }

  /** Takes frames and keeps none. */
  private static final class Counter implements FrameSink {
    private final AtomicLong frames = new AtomicLong();

    @Override
    public void accept(Frame frame) {
      frames.incrementAndGet();
    }

    /** Waits until so many more frames have come. */
    private void await(long more) {
      long enough = frames.get() + more;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (frames.get() < enough) {
        if (System.nanoTime() - deadline > 0) {
          throw Failure.stop(
              "%d frames more were expected within %d s, %d came"
                  .formatted(more, PATIENCE_SECONDS, more - enough + frames.get()));
        }
        try {
          TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw Failure.stop("interrupted");
        }
      }
    }
  }
}
