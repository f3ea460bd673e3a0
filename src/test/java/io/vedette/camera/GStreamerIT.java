package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.camera.report.CameraFailure.Reason;
import io.vedette.camera.report.CameraListener.State;
import io.vedette.frame.Frame;
import io.vedette.geometry.Size;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A camera against an RTSP server that is not ours, where GStreamer's is installed. */
class GStreamerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private int port;
  private @Nullable Process server;
  private @Nullable WatchedCamera camera;

  @BeforeEach
  void requireGStreamer() throws Exception {
    String probe =
        "import gi; gi.require_version('GstRtspServer', '1.0');"
            + "from gi.repository import Gst, GstRtspServer; Gst.init(None);"
            + "assert Gst.ElementFactory.find('x264enc') and Gst.ElementFactory.find('x265enc')";
    boolean isThere =
        Files.isExecutable(PYTHON)
            && new ProcessBuilder(PYTHON.toString(), "-c", probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0;
    assumeTrue(isThere, "skipped: GStreamer's RTSP server is not installed");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    if (camera != null) {
      camera.close();
    }
    kill();
  }

  @ParameterizedTest
  @CsvSource({"h264,tcp", "h264,udp", "h265,tcp", "h265,udp"})
  void shouldReadEachCodecOverEachTransport(String codec, String transport) throws Exception {
    serve();

    WatchedCamera cam = watch(url(codec), "transport=" + transport, "fps=0");

    await().atMost(PATIENCE).until(() -> cam.frames.size() >= 15);
    assertThat(cam.frames).extracting(Frame::size).containsOnly(new Size(320, 240));
    assertThat(cam.frames).extracting(Frame::capturedAt).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void shouldTakeTheServersClockOnceItReports() throws Exception {
    serve();

    WatchedCamera cam = watch(url("h264"), "fps=5");

    await()
        .atMost(PATIENCE)
        .until(
            () -> cam.frames.stream().anyMatch(frame -> frame.clock().wireName().equals("rtcp")));
    assertThat(cam.frames).extracting(Frame::capturedAt).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void shouldAnswerADigestChallengeAndTellARefusal() throws Exception {
    serve("me", "s:cret");

    WatchedCamera cam = watch(url("h264").replace("//", "//me:s%3Acret@"));
    await().atMost(PATIENCE).until(() -> !cam.frames.isEmpty());
    cam.close();
    WatchedCamera stranger = watch(url("h264").replace("//", "//me:guess@"));
    await().atMost(PATIENCE).until(() -> !stranger.reasons.isEmpty());

    assertThat(cam.reasons).isEmpty();
    assertThat(stranger.reasons).containsExactly(Reason.UNAUTHORIZED);
  }

  @Test
  void shouldConnectAgainAtTheEndOfAStream() throws Exception {
    serve();

    WatchedCamera cam = watch(url("short"), "fps=0");

    await().atMost(PATIENCE).until(() -> cam.isLiveTimes(2));
    assertThat(cam.reasons).contains(Reason.ENDED);
    assertThat(cam.frames).extracting(frame -> frame.id().sequence()).doesNotHaveDuplicates();
  }

  @Test
  void shouldNoticeAFrozenServerAndGoOnWhenItThaws() throws Exception {
    serve();
    WatchedCamera cam = watch(url("h264"), "timeout=1s");
    await().atMost(PATIENCE).until(() -> cam.frames.size() >= 3);

    signal("STOP");
    await().atMost(PATIENCE).until(() -> cam.reasons.contains(Reason.STALLED));
    signal("CONT");

    await().atMost(PATIENCE).until(() -> cam.isLiveTimes(2));
  }

  @Test
  void shouldNoticeAKilledServerAndGoOnWithTheNext() throws Exception {
    serve();
    WatchedCamera cam = watch(url("h264"), "timeout=1s");
    await().atMost(PATIENCE).until(() -> cam.frames.size() >= 3);

    kill();
    await().atMost(PATIENCE).until(() -> cam.states.contains(State.FAILED));
    serve();

    await().atMost(PATIENCE).until(() -> cam.isLiveTimes(2));
  }

  private WatchedCamera watch(String url, String... assignments) {
    WatchedCamera started = new WatchedCamera(url, assignments);
    camera = started;
    return started;
  }

  private String url(String path) {
    return "rtsp://127.0.0.1:" + port + "/" + path;
  }

  private void serve(String... access) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(PYTHON.toString(), "src/test/resources/rtsp-server.py", "" + port));
    command.addAll(List.of(access));
    Process started =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    server = started;
    BufferedReader said = started.inputReader();
    assertThat(said.readLine()).isEqualTo("ready");
  }

  private void signal(String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + server.pid()).start().waitFor())
        .isZero();
  }

  private void kill() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly();
      assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
      server = null;
    }
  }
}
