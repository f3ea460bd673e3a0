package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.camera.CameraFailure.Reason;
import io.vedette.camera.CameraListener.State;
import io.vedette.config.Settings;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.Ledger;
import io.vedette.geometry.Size;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.simulator.rtsp.AccessSettings;
import io.vedette.simulator.rtsp.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A camera against real RTSP from the simulator. */
class CameraIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Simulator SIMULATOR =
      new Simulator(
          SimulatorSettings.of(1, 0, new Size(640, 360), 10)
              .withAccess(new AccessSettings("me", "s:cret@1", AccessSettings.Method.DIGEST)));

  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final List<State> states = new CopyOnWriteArrayList<>();
  private final List<Reason> reasons = new CopyOnWriteArrayList<>();
  private final Ledger ledger = new Ledger();
  private @Nullable Camera camera;

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
    if (camera != null) {
      camera.close();
    }
    SIMULATOR.faults("cam0", Faults.NONE);
  }

  @ParameterizedTest
  @EnumSource(CameraSettings.Transport.class)
  void shouldReadSampledFramesWithTheSendersClock(CameraSettings.Transport transport) {
    watch(SIMULATOR.rtspUrl("cam0"), "transport=" + transport.name().toLowerCase(), "fps=5");

    await().atMost(PATIENCE).until(() -> frames.size() >= 12);

    assertThat(states).startsWith(State.CONNECTING, State.LIVE);
    assertThat(frames).extracting(frame -> frame.id().sequence()).startsWith(0L, 1L, 2L, 3L);
    assertThat(frames).extracting(Frame::capturedAt).isSorted().doesNotHaveDuplicates();
    Frame last = frames.get(frames.size() - 1);
    assertThat(last.clock()).isEqualTo(CaptureClock.RTCP);
    assertThat(Duration.between(last.capturedAt(), Instant.now()).abs())
        .isLessThan(Duration.ofSeconds(5));
    assertThat(last.size()).isEqualTo(new Size(640, 360));
    assertThat(ledger.balances().get("cam").captured()).isEqualTo(frames.size());
  }

  @Test
  void shouldMakeWidePicturesSmaller() {
    watch(SIMULATOR.rtspUrl("cam0"), "width=320");

    await().atMost(PATIENCE).until(() -> !frames.isEmpty());

    assertThat(frames.get(0).size()).isEqualTo(new Size(320, 180));
  }

  @Test
  void shouldConnectAgainWhenTheConnectionBreaks() {
    watch(SIMULATOR.rtspUrl("cam0"), "fps=0");
    await().atMost(PATIENCE).until(() -> states.contains(State.LIVE));

    SIMULATOR.drop("cam0");

    await()
        .atMost(PATIENCE)
        .until(() -> states.stream().filter(state -> state == State.LIVE).count() == 2);
    assertThat(frames).extracting(frame -> frame.id().sequence()).doesNotHaveDuplicates();
  }

  @Test
  void shouldTellAStallFromAnEnd() {
    watch(SIMULATOR.rtspUrl("cam0"), "timeout=1s");
    await().atMost(PATIENCE).until(() -> states.contains(State.LIVE));

    SIMULATOR.faults("cam0", new Faults(0, false, true, false, 0, 0, 0, 1, false, false));

    await().atMost(PATIENCE).until(() -> reasons.contains(Reason.STALLED));
  }

  @Test
  void shouldTellWrongCredentialsAndPaths() {
    String url = SIMULATOR.rtspUrl("cam0");
    watch(url.replace("me:", "you:"));
    await().atMost(PATIENCE).until(() -> !reasons.isEmpty());
    close();
    watch(url.replace("/cam0", "/elsewhere"));
    await().atMost(PATIENCE).until(() -> reasons.size() == 2);

    assertThat(reasons).containsExactly(Reason.UNAUTHORIZED, Reason.NOT_FOUND);
  }

  @Test
  void shouldGiveUpOnAServerThatNeverAnswers() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      watch("rtsp://127.0.0.1:" + mute.getLocalPort() + "/x", "timeout=500ms");

      await().atMost(PATIENCE).until(() -> reasons.contains(Reason.UNREACHABLE));
    }
  }

  @Test
  void shouldCloseWhileItConnects() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      watch("rtsp://127.0.0.1:" + mute.getLocalPort() + "/x", "timeout=1h");
      await().atMost(PATIENCE).until(() -> states.contains(State.CONNECTING));
      mute.accept();

      close();

      assertThat(reasons).isEmpty();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("camera-cam");
    }
  }

  private void watch(String url, String... assignments) {
    CameraSettings settings =
        new Settings(java.util.Map.of())
            .assignments(List.of(assignments))
            .put("url", url, "test")
            .bind(CameraSettings.class);
    Camera.Node node =
        new Camera.Node(
            frames::add,
            ledger,
            (id, state, failure) -> {
              states.add(state);
              if (failure != null) {
                reasons.add(failure.reason());
              }
            },
            Instant::now);
    Camera started = new Camera("cam", 1, settings, node);
    camera = started;
    started.start();
  }
}
