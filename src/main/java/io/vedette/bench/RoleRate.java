package io.vedette.bench;

import io.vedette.config.Settings;
import io.vedette.detect.DetectSettings;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Ledger;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.jpeg.FrameShrinker;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.TransportSettings.Delivery;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.frame.FramePublisher;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The rate at which detect workers process frames that wait in Kafka. Confined to one thread. */
final class RoleRate {
  private static final int DIFFERENT = 16;
  private static final long POLL_NANOS = 2_000_000;
  private static final double NANOS = 1e9;

  private final OnnxModel model;
  private final InferenceSettings inference;
  private final Size size;
  private final List<byte[]> jpegs;

  /**
   * The load of a measurement.
   *
   * @param warmUp number of frames before those that count
   * @param measured number of frames that count
   */
  record Load(int workers, int cameras, int warmUp, int measured) {
    /** Half as much again, so that no worker runs out of frames, nor of full batches, before. */
    int frames() {
      return (warmUp + measured) * 3 / 2;
    }
  }

  /**
   * @param size the pictures' size
   */
  RoleRate(OnnxModel model, InferenceSettings inference, Size size) {
    this.model = model;
    this.inference = inference;
    this.size = size;
    this.jpegs = StreetPictures.jpegs(DIFFERENT, size);
  }

  /** The JPEG of one of the pictures, by any number. */
  byte[] jpeg(int number) {
    return jpegs.get(number % DIFFERENT);
  }

  /** Frames per second from the topic to committed detections. */
  double measure(Path place, Delivery delivery, Load load) {
    try (Workplace workplace = new Workplace(place, delivery)) {
      publish(workplace, load);
      Ledger ledger = new Ledger();
      DetectSettings settings = Settings.defaults(DetectSettings.class);
      for (int worker = 0; worker < load.workers(); worker++) {
        workplace.detect(model, Lanes.open(model, inference, 1), settings, ledger);
      }
      long first = await(workplace, ledger, load.warmUp());
      long startNanos = System.nanoTime();
      long last = await(workplace, ledger, load.warmUp() + load.measured());
      return (last - first) * NANOS / (System.nanoTime() - startNanos);
    }
  }

  private void publish(Workplace workplace, Load load) {
    Ledger ledger = new Ledger();
    FramePlaces places = new FramePlaces();
    for (int camera = 0; camera < load.cameras(); camera++) {
      places.put(name(camera), camera, 0);
    }
    try (FramePublisher publisher =
        new FramePublisher(
            workplace.kafka(),
            workplace.transport(),
            places,
            ledger,
            FrameShrinker::shrink,
            workplace.supervision().essential())) {
      publisher.start();
      Instant begin = Instant.now();
      for (int i = 0; i < load.frames(); i++) {
        publisher.accept(
            new Frame(
                new FrameId(name(i % load.cameras()), 1, i / load.cameras()),
                begin.plusMillis(i),
                CaptureClock.FILE,
                size,
                jpeg(i),
                StageTimes.NONE));
      }
      await(() -> publisher.waiting() == 0);
    }
  }

  private static String name(int camera) {
    return "camera" + camera;
  }

  private static long await(Workplace workplace, Ledger ledger, long frames) {
    await(
        () -> {
          workplace.check();
          return inferred(ledger) >= frames;
        });
    return inferred(ledger);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(POLL_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw Failure.stop("interrupted");
      }
    }
  }

  private static long inferred(Ledger ledger) {
    return ledger.balances().values().stream().mapToLong(Ledger.Balance::inferred).sum();
  }
}
