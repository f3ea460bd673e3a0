package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.FieldServer.Sent;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.frame.CaptureClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When pictures were captured, and given, against when the server had them. The middle one of all
 * errors is looked at: a busy machine may hold up any picture.
 */
class CaptureTimesIT {
  private static final long TOLERANCE_MICROS = 5000;
  private static final int GROUP = 25;
  private static final int GROUPS = 3;
  private static final int LEAST = 7;
  private static final int TICKS = 90_000;
  private static final String REPORTED = "reported";
  private static final String SILENT = "silent";

  @TempDir static Path folder;
  private static final Map<String, Future<List<Taken>>> TAKEN = new LinkedHashMap<>();
  private static final ExecutorService READERS = Executors.newCachedThreadPool();
  private static FieldServer server;

  /** A picture, and when it was given. */
  private record Taken(long capturedMicros, long givenMicros, CaptureClock clock) {}

  @BeforeAll
  static void readAllAtOnce() throws IOException {
    Path h264 = encode("plain.h264", "libx264", "-x264-params", "bframes=0:aud=1");
    Path h265 = encode("plain.h265", "libx265", "-x265-params", "bframes=0:aud=1:log-level=none");
    Path sliced = encode("sliced.h264", "libx264", "-x264-params", "bframes=0:slices=4:aud=1");
    Map<String, Map<String, Object>> streams = new LinkedHashMap<>();
    for (String how : List.of(REPORTED, SILENT)) {
      for (int fps : new int[] {25, 5, 2}) {
        for (String transport : List.of("tcp", "udp")) {
          streams.put(path("h264", transport, fps, how), options(h264, "h264", fps, how));
          streams.put(path("h265", transport, fps, how), options(h265, "h265", fps, how));
        }
      }
      Path reordered =
          encode(
              "reordered.h264",
              "libx264",
              "-x264-params",
              "bframes=3:b-adapt=0:b-pyramid=none:open-gop=0:aud=1");
      Map<String, Object> options = options(reordered, "h264", GROUP, how);
      options.put("pts", IntStream.range(0, GROUP * GROUPS).map(CaptureTimesIT::stamp).toArray());
      streams.put(path("reordered", "tcp", GROUP, how), options);
    }
    for (String marks : List.of("none", "unit")) {
      Map<String, Object> options = options(sliced, "h264", GROUP, REPORTED);
      options.put("marks", marks);
      streams.put(path("marks-" + marks, "tcp", GROUP, REPORTED), options);
    }
    Map<String, Object> swapped = options(h264, "h264", GROUP, REPORTED);
    swapped.put("swap", 2);
    streams.put(path("swapped", "udp", GROUP, REPORTED), swapped);
    server = new FieldServer(folder, streams);
    streams.keySet().forEach(path -> TAKEN.put(path, READERS.submit(() -> read(path))));
  }

  @AfterAll
  static void close() throws IOException {
    READERS.shutdownNow();
    if (server != null) {
      server.close();
    }
  }

  static Stream<String> paths() {
    return TAKEN.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void shouldDateAndGiveEachPicture(String path) throws Exception {
    List<Taken> taken = TAKEN.get(path).get();
    List<Sent> sent = server.sent(path);
    boolean isReported = path.endsWith(REPORTED);
    boolean isReordered = path.startsWith("reordered");
    int fps = Integer.parseInt(path.split("_")[2]);

    List<Long> errors = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    List<Long> early = new ArrayList<>();
    IntToLongFunction truth =
        isReordered ? i -> sent.get(0).micros() + 1_000_000L * i / fps : i -> sent.get(i).micros();
    for (int i = 1; i < taken.size(); i++) {
      errors.add(Math.abs(taken.get(i).capturedMicros() - truth.applyAsLong(i)));
      long step = taken.get(i).capturedMicros() - taken.get(i - 1).capturedMicros();
      steps.add(Math.abs(step - 1_000_000 / fps));
      if (i + 1 < sent.size()) {
        early.add(taken.get(i).givenMicros() - sent.get(i + 1).micros());
      }
    }
    assertThat(middle(steps)).as("error of steps").isLessThan(TOLERANCE_MICROS);
    if (isReported || !isReordered) {
      assertThat(middle(errors)).as("error of times").isLessThan(TOLERANCE_MICROS);
    }
    if (!isReordered && !path.startsWith("marks")) {
      assertThat(middle(early)).as("given after the next was sent").isNegative();
    }
    assertThat(taken.get(taken.size() - 1).clock())
        .isEqualTo(isReported ? CaptureClock.RTCP : CaptureClock.HOST);
  }

  private static long middle(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** The RTP time stamp of the picture that comes as the i-th, with three B pictures each. */
  private static int stamp(int i) {
    int inGroup = i % GROUP;
    int four = (inGroup - 1) / 4 * 4;
    int place = inGroup == 0 ? 0 : inGroup - four == 1 ? four + 4 : inGroup - 1;
    return (i - inGroup + place) * TICKS / GROUP;
  }

  private static String path(String name, String transport, int fps, String how) {
    return String.join("_", name, transport, "" + fps, how);
  }

  private static Map<String, Object> options(Path file, String codec, int fps, String how) {
    return FieldServer.stream(file, codec, fps, "sr", how.equals(REPORTED), "logsent", true);
  }

  private static Path encode(String name, String encoder, String key, String how)
      throws IOException {
    return FieldServer.encode(
        folder.resolve(name),
        "testsrc2=size=320x240:rate=25:duration=" + GROUPS,
        "-c:v",
        encoder,
        "-preset",
        "veryfast",
        "-pix_fmt",
        "yuv420p",
        key,
        how + ":keyint=25:min-keyint=25:scenecut=0");
  }

  private static List<Taken> read(String path) {
    List<Taken> all = new ArrayList<>();
    String[] parts = path.split("_");
    int wanted = Math.max(LEAST, Math.min(GROUP * GROUPS - 5, Integer.parseInt(parts[2]) * 3));
    CameraSettings settings =
        WatchedCamera.settings(server.url(path), "fps=0", "transport=" + parts[1]);
    try (VideoSource source =
        VideoSource.open(settings, CameraAccess.DEFAULTS, Instant::now, new Deadline())) {
      while (all.size() < wanted) {
        try (DecodedPicture picture = source.next()) {
          all.add(new Taken(micros(picture.capturedAt()), micros(Instant.now()), picture.clock()));
        }
      }
    }
    return all;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
