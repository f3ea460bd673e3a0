package io.vedette.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.config.Settings;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.frame.TraceContext;
import io.vedette.ingest.FrameTraces;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Supervision;
import io.vedette.trace.Span;
import io.vedette.trace.Traces;
import io.vedette.trace.TracingSettings;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The processor time that tracing takes from a frame as it is set by default, beside what a JPEG
 * takes that is made once and read once; no frame costs less. Spans are made, encoded and handed to
 * an address where nobody listens.
 */
public final class TracingCost implements Benchmark {
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 30;
  private static final int FRAMES = 25_000;
  private static final int PICTURES = 20;
  private static final int QUALITY = 80;
  private static final double PERCENT = 100;
  private static final double MOST = 0.5;
  private static final double NANOS_PER_MICRO = 1000;

  /** Steps of a frame after ingest: detect with its stages, a batch, track and one delivery. */
  private static final int LATER_STEPS = 10;

  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<byte[]> jpegs = StreetPictures.jpegs(PICTURES, StreetPictures.SIZE);
  private long next = 1;

  @Override
  public String name() {
    return "traces";
  }

  @Override
  public List<Figure> run() {
    List<Double> shares = new ArrayList<>();
    List<Double> traced = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      double tracing = nanos(this::trace) / FRAMES;
      double pictures = nanos(this::work) / PICTURES;
      if (round >= 0) {
        shares.add(PERCENT * tracing / pictures);
        traced.add(tracing);
        bare.add(pictures);
      }
    }
    List.of(shares, traced, bare).forEach(list -> list.sort(null));
    return List.of(
        new Figure(
                "traces",
                "processor time of tracing ÷ of a JPEG made and read",
                median(shares),
                "%",
                MOST,
                true,
                String.format(
                    Locale.ROOT,
                    "medians of %d rounds: tracing %.2f µs a frame, a JPEG of 1280×720 %.0f µs",
                    ROUNDS,
                    median(traced) / NANOS_PER_MICRO,
                    median(bare) / NANOS_PER_MICRO))
            .within(shares));
  }

  private static double median(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private double nanos(Runnable work) {
    long started = process.getProcessCpuTime();
    work.run();
    return process.getProcessCpuTime() - started;
  }

  private void work() {
    try (JpegDecoder decoder = new JpegDecoder();
        JpegEncoder encoder = new JpegEncoder(QUALITY)) {
      for (byte[] jpeg : jpegs) {
        try (Picture picture = decoder.decode(jpeg)) {
          var unused = encoder.encode(picture);
        }
      }
    }
  }

  private void trace() {
    TracingSettings settings =
        new Settings(Map.of())
            .assignments(List.of("endpoint=http://127.0.0.1:1"))
            .bind(TracingSettings.class);
    Supervision supervision = new Supervision(new Completion());
    try (Traces traces =
        Traces.of(settings, "bench", new SimpleMeterRegistry(), supervision.separate())) {
      List<Frame> out = new ArrayList<>();
      FrameTraces ingest =
          new FrameTraces(traces, Clock.systemUTC(), out::add, (first, count, reason) -> {});
      traces.start();
      Instant now = Instant.now();
      for (int i = 0; i < FRAMES; i++) {
        ingest.accept(frame(next++, now, jpegs.get(0)));
        Frame frame = out.remove(0);
        for (int reader = 0; reader < 2; reader++) { // detect and track
          var unused = TraceContext.parse("");
        }
        var unused = traces.takesLate(frame.capturedAt(), now);
        follow(traces, ingest, frame, now);
      }
    }
  }

  private static void follow(Traces traces, FrameTraces ingest, Frame frame, Instant now) {
    TraceContext root = frame.trace();
    if (root != null) {
      ingest.sent(frame);
      Span whole =
          Span.of("detect", "detect", root.child("detect"))
              .under(root)
              .with("vedette.frame", frame.id().toString());
      traces.record(whole.from(now, now));
      for (int step = 0; step < LATER_STEPS; step++) {
        traces.record(whole.step("step " + step).from(now, now).linkedTo(root));
      }
    }
  }

  private static Frame frame(long number, Instant now, byte[] jpeg) {
    return new Frame(
        new FrameId("gate", 1, number),
        now,
        CaptureClock.HOST,
        StreetPictures.SIZE,
        jpeg,
        StageTimes.NONE);
  }
}
