package io.vedette.bench;

import io.vedette.config.Settings;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The acceptance test of a GPU, in one run: the same objects as on the CPU, the rate of the role
 * against the bare model, bytes copied back, engines from the cache, memory, two lanes, and the
 * fallback to the CPU. Without a GPU only the last is measured.
 */
public final class GpuAcceptance implements Benchmark {
  private static final String NAME = "gpu";
  private static final int PICTURES = 16;
  private static final int BATCH = 16;
  private static final int RUNS = 60;
  private static final double NANOS = 1e9;
  private static final double LEAST_IOU = 0.98;
  private static final double MOST_SCORE = 0.02;
  private static final Duration SWAP = Duration.ofMinutes(1);

  private final Path folder;
  private final InferenceSettings given;
  private final Duration soak;
  private final List<byte[]> jpegs = StreetPictures.jpegs(PICTURES, StreetPictures.SIZE);

  /**
   * @param folder for brokers and engines; emptied by the caller
   * @param soak the time for which memory is watched
   */
  public GpuAcceptance(Path folder, InferenceSettings given, Duration soak) {
    this.folder = folder;
    this.given = given;
    this.soak = soak;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Figure> run() {
    List<Figure> figures = new ArrayList<>();
    figures.add(fallBack());
    List<List<DetectedObject>> expected = objects(Device.CPU);
    for (Device device : List.of(Device.CUDA, Device.TENSORRT)) {
      if (isThere(device)) {
        figures.add(agreement(device, expected));
        figures.addAll(new DetectEfficiency(folder, model(device), settings(device)).run());
        figures.add(returned(device));
        figures.add(starts(device));
        figures.add(steadiness(device));
        figures.add(twoLanes(device));
        figures.add(memory(device));
      }
    }
    return figures;
  }

  private InferenceSettings settings(Device device) {
    return new InferenceSettings(
        given.model(),
        device,
        given.gpu(),
        given.threads(),
        BATCH,
        given.size(),
        folder.resolve("engines").toString(),
        given.simulatedTime(),
        given.family(),
        given.names());
  }

  private OnnxModel model(Device device) {
    return OnnxModel.load(settings(device));
  }

  private Lane open(Device device) {
    return Lane.open(model(device), settings(device));
  }

  private boolean isThere(Device device) {
    try (Lane lane = open(device)) {
      return lane.device() == device;
    }
  }

  /** A GPU of a number that no machine has stands for one whose libraries are missing. */
  private Figure fallBack() {
    InferenceSettings absent =
        new InferenceSettings(
            given.model(), Device.CUDA, 99, given.threads(), 1, given.size(), null, Duration.ZERO);
    long began = System.nanoTime();
    try (Lane lane = Lane.open(OnnxModel.load(absent), absent)) {
      double seconds = (System.nanoTime() - began) / NANOS;
      return figure(
          "fall-back to " + lane.device().wireName() + " where the GPU is missing",
          seconds,
          "s",
          5,
          "wall time of one start; the warning says why");
    }
  }

  private List<List<DetectedObject>> objects(Device device) {
    OnnxModel model = model(device);
    Detector detector = new Detector(model, Settings.defaults(DetectionSettings.class));
    List<List<DetectedObject>> objects = new ArrayList<>();
    try (Lane lane = Lane.open(model, settings(device));
        Batch batch = lane.newBatch();
        JpegDecoder decoder = new JpegDecoder();
        PictureScaler scaler = new PictureScaler()) {
      for (byte[] jpeg : jpegs) {
        try (Picture picture = decoder.decode(jpeg)) {
          Letterbox letterbox = detector.put(picture, batch, 0, scaler);
          lane.infer(batch, 1);
          objects.add(detector.objects(batch, 0, letterbox));
        }
      }
    }
    return objects;
  }

  private Figure agreement(Device device, List<List<DetectedObject>> expected) {
    List<List<DetectedObject>> found = objects(device);
    int differences = 0;
    int all = 0;
    for (int i = 0; i < expected.size(); i++) {
      List<DetectedObject> others = found.get(i);
      all += expected.get(i).size();
      differences += Math.abs(expected.get(i).size() - others.size());
      for (DetectedObject box : expected.get(i)) {
        differences += others.stream().anyMatch(other -> isAlike(box, other)) ? 0 : 1;
      }
    }
    return figure(
        "objects that %s sees otherwise than the CPU".formatted(device.wireName()),
        differences,
        "",
        0,
        "%d objects in %d pictures; alike is IoU %.2f, score ±%.2f"
            .formatted(all, expected.size(), LEAST_IOU, MOST_SCORE));
  }

  private static boolean isAlike(DetectedObject one, DetectedObject other) {
    return one.classId() == other.classId()
        && one.box().iou(other.box()) >= LEAST_IOU
        && Math.abs(one.confidence() - other.confidence()) <= MOST_SCORE;
  }

  private Figure returned(Device device) {
    double kilobytes = model(device).resultBytes(device) / 1024.0;
    return figure(
        "%s: bytes back for each picture".formatted(device.wireName()),
        kilobytes,
        "KiB",
        16,
        "numbers of the results that are read");
  }

  private Figure starts(Device device) {
    open(device).close();
    long began = System.nanoTime();
    open(device).close();
    return figure(
        "%s: second start".formatted(device.wireName()),
        (System.nanoTime() - began) / NANOS,
        "s",
        10,
        "wall time, engines in the cache");
  }

  /** An engine that is built while serving takes minutes. */
  private Figure steadiness(Device device) {
    Random random = new Random(1);
    double longest = 0;
    try (Lane lane = open(device);
        Batch batch = lane.newBatch()) {
      for (int run = 0; run < RUNS; run++) {
        long began = System.nanoTime();
        lane.infer(batch, 1 + random.nextInt(lane.batch()));
        longest = Math.max(longest, (System.nanoTime() - began) / NANOS);
      }
    }
    return figure(
        "%s: longest run".formatted(device.wireName()),
        longest,
        "s",
        1,
        RUNS + " runs of 1 to " + BATCH + " pictures after the start");
  }

  private Figure twoLanes(Device device) {
    double one = rate(device, 1);
    double two = rate(device, 2);
    return new Figure(
        NAME,
        "%s: two lanes ÷ one".formatted(device.wireName()),
        two / one,
        "",
        1.3,
        false,
        String.format(Locale.ROOT, "%.0f and %.0f pictures/s in full batches", two, one));
  }

  private double rate(Device device, int lanes) {
    ExecutorService threads = Executors.newFixedThreadPool(lanes);
    try {
      List<Future<Double>> rates = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        Callable<Double> full = () -> fullBatches(device);
        rates.add(threads.submit(full));
      }
      double sum = 0;
      for (Future<Double> rate : rates) {
        sum += rate.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw Failure.stop("a lane failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.stop("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private double fullBatches(Device device) {
    try (Lane lane = open(device);
        Batch batch = lane.newBatch()) {
      lane.infer(batch, lane.batch());
      long began = System.nanoTime();
      for (int run = 0; run < RUNS; run++) {
        lane.infer(batch, lane.batch());
      }
      return RUNS * lane.batch() * NANOS / (System.nanoTime() - began);
    }
  }

  private Figure memory(Device device) {
    long end = System.nanoTime() + soak.toNanos();
    List<Double> used = new ArrayList<>();
    while (System.nanoTime() < end) {
      used.add(usedAfter(device, Math.min(end, System.nanoTime() + SWAP.toNanos())));
    }
    double minutes = Math.max(1, soak.toSeconds() / 60.0);
    double slope = used.size() < 2 ? 0 : (used.get(used.size() - 1) - used.get(0)) / minutes;
    return figure(
        "%s: growth of GPU memory".formatted(device.wireName()),
        slope,
        "MiB/min",
        1,
        "%d s of random batches, a new lane each minute; %s MiB; an hour by --seconds 3600"
            .formatted(soak.toSeconds(), used));
  }

  private double usedAfter(Device device, long end) {
    Random random = new Random(2);
    try (Lane lane = open(device);
        Batch batch = lane.newBatch()) {
      while (System.nanoTime() < end) {
        lane.infer(batch, 1 + random.nextInt(lane.batch()));
      }
      return usedMebibytes();
    }
  }

  private double usedMebibytes() {
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=memory.used",
                  "--format=csv,noheader,nounits",
                  "-i",
                  Integer.toString(given.gpu()))
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean unused = process.waitFor(10, TimeUnit.SECONDS);
      return Double.parseDouble(text.strip());
    } catch (IOException | NumberFormatException e) {
      throw Failure.stop("nvidia-smi does not report the GPU's memory: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.stop("interrupted", e);
    }
  }

  private static Figure figure(String what, double value, String unit, double most, String how) {
    return new Figure(NAME, what, value, unit, most, true, how);
  }
}
