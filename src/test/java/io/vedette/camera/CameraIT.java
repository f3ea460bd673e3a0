package io.vedette.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vedette.camera.input.MediaInput;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.report.CameraFailure.Reason;
import io.vedette.camera.report.CameraListener.State;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.simulator.rtsp.AccessSettings;
import io.vedette.simulator.rtsp.Faults;
import io.vedette.simulator.rtsp.RtspSettings;
import io.vedette.simulator.street.StreetScene;
import io.vedette.simulator.video.FrameStrip;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera against real RTSP from the simulator. */
class CameraIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Simulator SIMULATOR =
      new Simulator(
          SimulatorSettings.of(1, 0, new Size(640, 360), 10)
              .withAccess(new AccessSettings("me", "s:cret@1", AccessSettings.Method.DIGEST)),
          TestSupervision.essential());

  /** Frames from one key frame of the simulator to the next. */
  private static final int KEY_INTERVAL = 10;

  private static final String PASSWORD = "changeit";

  private final List<WatchedCamera> cameras = new ArrayList<>();

  @BeforeAll
  static void start() {
    SIMULATOR.start();
  }

  @AfterAll
  static void stop() {
    SIMULATOR.close();
  }

  @AfterEach
  void close() {
    cameras.forEach(WatchedCamera::close);
    SIMULATOR.faults("cam0", Faults.NONE);
  }

  @ParameterizedTest
  @EnumSource(CameraSettings.Transport.class)
  void shouldReadSampledFramesWithTheSendersClock(CameraSettings.Transport transport) {
    WatchedCamera cam =
        watch(SIMULATOR.rtspUrl("cam0"), "transport=" + transport.name().toLowerCase(), "fps=5");

    await().atMost(PATIENCE).until(() -> cam.frames.size() >= 12);

    assertThat(cam.states).startsWith(State.CONNECTING, State.LIVE);
    assertThat(cam.frames).extracting(frame -> frame.id().sequence()).startsWith(0L, 1L, 2L, 3L);
    assertThat(cam.frames).extracting(Frame::capturedAt).isSorted().doesNotHaveDuplicates();
    Frame last = cam.frames.get(cam.frames.size() - 1);
    assertThat(last.clock()).isEqualTo(CaptureClock.RTCP);
    assertThat(Duration.between(last.capturedAt(), Instant.now()).abs())
        .isLessThan(Duration.ofSeconds(5));
    assertThat(last.size()).isEqualTo(new Size(640, 360));
    assertThat(cam.ledger.balances().get("cam").captured()).isEqualTo(cam.frames.size());
  }

  @Test
  void shouldMakeWidePicturesSmaller() {
    WatchedCamera cam = watch(SIMULATOR.rtspUrl("cam0"), "width=320");

    await().atMost(PATIENCE).until(() -> !cam.frames.isEmpty());

    assertThat(cam.frames.get(0).size()).isEqualTo(new Size(320, 180));
  }

  @Test
  void shouldConnectAgainWhenTheConnectionBreaks() {
    WatchedCamera cam = watch(SIMULATOR.rtspUrl("cam0"), "fps=0");
    await().atMost(PATIENCE).until(() -> cam.states.contains(State.LIVE));

    SIMULATOR.drop("cam0");

    await().atMost(PATIENCE).until(() -> cam.isLiveTimes(2));
    assertThat(cam.frames).extracting(frame -> frame.id().sequence()).doesNotHaveDuplicates();
  }

  /** New numbers are drawn at random; every other time they are below those that were. */
  @Test
  void shouldConnectAgainWhenTheNumbersOfTheStreamBeginAnew() {
    WatchedCamera cam = watch(SIMULATOR.rtspUrl("cam0"), "fps=0", "timeout=60s");
    await().atMost(PATIENCE).until(() -> cam.states.contains(State.LIVE));

    await()
        .atMost(PATIENCE.multipliedBy(4))
        .pollInterval(Duration.ofSeconds(7))
        .until(
            () -> {
              boolean hasEnded = cam.reasons.contains(Reason.ENDED);
              SIMULATOR.restartTimestamps("cam0");
              return hasEnded;
            });

    await().atMost(PATIENCE).until(() -> cam.isLiveTimes(2));
  }

  @Test
  void shouldTellAStallFromAnEnd() {
    WatchedCamera cam = watch(SIMULATOR.rtspUrl("cam0"), "timeout=1s");
    await().atMost(PATIENCE).until(() -> cam.states.contains(State.LIVE));

    SIMULATOR.faults("cam0", new Faults(0, false, true, false, 0, 0, 0, 1, false, false));

    await().atMost(PATIENCE).until(() -> cam.reasons.contains(Reason.STALLED));
  }

  @Test
  void shouldTellAStallRightAfterThePictureThatWasStillUnderWay() {
    try (Deadline deadline = new Deadline();
        MediaInput input =
            MediaInput.open(
                SourceUrl.parse(SIMULATOR.rtspUrl("cam0")),
                WatchedCamera.settings(SIMULATOR.rtspUrl("cam0"), "timeout=2s"),
                CameraAccess.DEFAULTS,
                deadline)) {
      input.read();
      SIMULATOR.faults("cam0", new Faults(0, false, true, false, 0, 0, 0, 1, false, false));

      assertThatThrownBy(
              () -> {
                while (true) {
                  input.read();
                }
              })
          .isInstanceOfSatisfying(
              CameraFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.STALLED));
      SIMULATOR.faults("cam0", Faults.NONE);
    }
  }

  @Test
  void shouldReadAndEndManyCamerasAtOnce() {
    int many = 14; // more than JavaCPP has room for callbacks of a class
    try (Simulator street =
        new Simulator(
            SimulatorSettings.of(many, 0, new Size(320, 180), 5), TestSupervision.essential())) {
      street.start();
      List<WatchedCamera> watched =
          street.cameras().stream().map(id -> watch(street.rtspUrl(id), "timeout=2s")).toList();
      await().atMost(PATIENCE.multipliedBy(2)).until(() -> eachHas(watched, 3));

      Faults stalled = new Faults(0, false, true, false, 0, 0, 0, 1, false, false);
      street.cameras().forEach(id -> street.faults(id, stalled));

      await()
          .atMost(PATIENCE)
          .until(() -> watched.stream().allMatch(cam -> cam.reasons.contains(Reason.STALLED)));
    }
  }

  private static boolean eachHas(List<WatchedCamera> watched, int frames) {
    return watched.stream().allMatch(cam -> cam.frames.size() >= frames);
  }

  @Test
  void shouldTellWrongCredentialsAndPaths() {
    String url = SIMULATOR.rtspUrl("cam0");
    WatchedCamera stranger = watch(url.replace("me:", "you:"));
    WatchedCamera lost = watch(url.replace("/cam0", "/elsewhere"));

    await().atMost(PATIENCE).until(() -> !stranger.reasons.isEmpty() && !lost.reasons.isEmpty());

    assertThat(stranger.reasons).containsExactly(Reason.UNAUTHORIZED);
    assertThat(lost.reasons).containsExactly(Reason.NOT_FOUND);
  }

  @Test
  void shouldGiveUpOnAServerThatNeverAnswers() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      WatchedCamera cam = watch("rtsp://127.0.0.1:" + mute.getLocalPort() + "/x", "timeout=500ms");

      await().atMost(PATIENCE).until(() -> cam.reasons.contains(Reason.UNREACHABLE));
    }
  }

  @Test
  void shouldCloseWhileItConnects() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      WatchedCamera cam = watch("rtsp://127.0.0.1:" + mute.getLocalPort() + "/x", "timeout=1h");
      await().atMost(PATIENCE).until(() -> cam.states.contains(State.CONNECTING));
      mute.accept();

      close();

      assertThat(cam.reasons).isEmpty();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("camera-cam");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "vaapi", "no-such-device"})
  void shouldDecodeInSoftwareWhereTheDeviceIsMissing(String decoder) {
    WatchedCamera cam = watch(SIMULATOR.rtspUrl("cam0"), "decoder=" + decoder);

    await().atMost(PATIENCE).until(() -> cam.frames.size() >= 2);

    assertThat(cam.reasons).isEmpty();
  }

  @Test
  void shouldPublishNothingBeforeTheFirstWholeKeyFrame() throws IOException {
    SIMULATOR.faults("cam0", new Faults(0, false, false, false, 0, 0, 0, 1, false, true));
    for (int i = 0; i < 4; i++) {
      WatchedCamera cam = watch(SIMULATOR.rtspUrl("cam0"), "fps=0");

      await().atMost(PATIENCE).until(() -> !cam.frames.isEmpty());

      BufferedImage first = ImageIO.read(new ByteArrayInputStream(cam.frames.get(0).jpeg()));
      assertThat(FrameStrip.read(first).orElseThrow().number() % KEY_INTERVAL).isZero();
      cam.close();
    }
  }

  @Test
  void shouldReadOverTls(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    keyTool("-genkeypair", "-keyalg=RSA", "-alias=a", "-dname=CN=localhost", "-keystore=" + keys);
    RtspSettings tls =
        new RtspSettings(
            "127.0.0.1",
            0,
            new AccessSettings(null, null, AccessSettings.Method.DIGEST),
            Duration.ofMinutes(1),
            keys.toString(),
            PASSWORD);
    SimulatorSettings settings = SimulatorSettings.of(1, 0, new Size(320, 180), 10).withRtsp(tls);
    try (Simulator secure = new Simulator(settings, TestSupervision.essential())) {
      secure.start();
      assertThat(secure.rtspUrl("cam0")).startsWith("rtsps://");

      String url = secure.rtspUrl("cam0");
      Path own = folder.resolve("own.pem");
      keyTool("-exportcert", "-rfc", "-alias=a", "-keystore=" + keys, "-file=" + own);

      WatchedCamera stranger = watch(url);
      WatchedCamera other = watch(url, "tls.ca-file=" + own);
      WatchedCamera known = watch(url, "tls.ca-file=" + own, "tls.verify=certificate");
      WatchedCamera careless = watch(url, "tls.verify=none");

      await().atMost(PATIENCE).until(() -> eachHas(List.of(known, careless), 3));
      await().atMost(PATIENCE).until(() -> !stranger.reasons.isEmpty() && !other.reasons.isEmpty());
      assertThat(stranger.reasons).containsExactly(Reason.UNTRUSTED);
      assertThat(other.reasons).as("of localhost, not 127.0.0.1").containsExactly(Reason.UNTRUSTED);
    }
  }

  @Test
  void shouldReadMotionJpegOverHttp() throws IOException {
    HttpServer server = motionJpeg();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      WatchedCamera cam = watch(url + "/stream", "fps=0");
      WatchedCamera lost = watch(url + "/elsewhere");

      await().atMost(PATIENCE).until(() -> cam.frames.size() >= 5 && !lost.reasons.isEmpty());

      assertThat(cam.frames.get(0).size()).isEqualTo(new Size(320, 180));
      assertThat(lost.reasons).startsWith(Reason.NOT_FOUND);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldTellAtTheEndThatAFileIsCutShort(@TempDir Path folder) throws IOException {
    byte[] whole = jpeg();
    Path file = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length / 2));

    WatchedCamera cam = watch("file:" + file);

    await().atMost(PATIENCE).until(() -> cam.states.contains(State.ENDED));
    assertThat(cam.reasons).containsExactly(Reason.CORRUPT);
    assertThat(cam.frames).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no video",
        "RIFF....AVI LIST",
        "\u0000\u0000\u0000\u0001g",
        "\u00ff\u00d8\u00ff"
      })
  void shouldTellOnceThatAFileIsNoVideo(String content, @TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("none.mp4"), content.repeat(50).getBytes(ISO_8859_1));

    WatchedCamera cam = watch("file:" + file, "pace=fast");

    await().atMost(PATIENCE).until(() -> cam.states.contains(State.ENDED));
    assertThat(cam.states).containsExactly(State.CONNECTING, State.ENDED);
    assertThat(cam.reasons).hasSize(1);
    assertThat(cam.frames).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bframes=0", "bframes=3:b-adapt=0", "bframes=2:open-gop=1"})
  void shouldBeginARawStreamAtItsBeginning(String how, @TempDir Path folder) throws IOException {
    Path file =
        FieldServer.encode(
            folder.resolve("raw.h264"),
            "testsrc2=size=160x120:rate=25:duration=1",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-x264-params",
            how);

    List<Long> times = new ArrayList<>();
    try (VideoSource source =
        VideoSource.ofFile(WatchedCamera.settings(file.toString(), "fps=0"), Instant.EPOCH)) {
      for (var next = source.next(); next != null; next = source.next()) {
        times.add(next.micros());
        next.close();
      }
    }

    assertThat(times)
        .containsExactlyElementsOf(
            LongStream.range(0, times.size()).map(i -> i * 40_000).boxed().toList());
    assertThat(times).hasSize(25);
  }

  private static byte[] jpeg() {
    try (JpegEncoder encoder = new JpegEncoder(80);
        Picture drawn =
            Canvas.of(new StreetScene(0, new Size(320, 180), 10).render(0).image()).toPicture()) {
      return encoder.encode(drawn);
    }
  }

  /** A web camera as they are made: one JPEG after the other in one answer that never ends. */
  private static HttpServer motionJpeg() throws IOException {
    byte[] jpeg = jpeg();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/stream",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace;boundary=b");
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 1000; i++) {
              out.write("--b\r\nContent-Type: image/jpeg\r\n".getBytes(UTF_8));
              out.write(("Content-Length: " + jpeg.length + "\r\n\r\n").getBytes(UTF_8));
              out.write(jpeg);
              out.write("\r\n".getBytes(UTF_8));
              out.flush();
              LockSupport.parkNanos(20_000_000);
            }
          }
        });
    server.start();
    return server;
  }

  private static void keyTool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (String argument : arguments) {
      int equals = argument.startsWith("-dname") ? 6 : argument.indexOf('=');
      command.add(equals < 0 ? argument : argument.substring(0, equals));
      if (equals > 0) {
        command.add(argument.substring(equals + 1));
      }
    }
    command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private WatchedCamera watch(String url, String... assignments) {
    WatchedCamera started = new WatchedCamera(url, assignments);
    cameras.add(started);
    return started;
  }
}
