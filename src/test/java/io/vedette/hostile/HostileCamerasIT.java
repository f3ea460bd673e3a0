package io.vedette.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.camera.Camera;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.report.CameraListener.State;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.frame.Ledger;
import io.vedette.geometry.Size;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each hostile camera beside a healthy one: it is left with the right reason, costs little, is not
 * stormed, ends when it is asked to, and the other is read as if it were alone.
 */
@Tag("alone")
class HostileCamerasIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GAP = Duration.ofSeconds(1);
  private static final long MOST_GROWN_KIB = 64 << 10;
  private static final int MOST_ATTEMPTS = 8;
  private static final Simulator SIMULATOR =
      new Simulator(
          SimulatorSettings.of(1, 0, new Size(640, 360), 10), TestSupervision.essential());
  private static final AtomicLong LAST_FRAME = new AtomicLong(System.nanoTime());
  private static final AtomicLong LONGEST_GAP = new AtomicLong();
  private static final MachinePauses PAUSES = new MachinePauses();
  private static final List<Camera> HEALTHY = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    SIMULATOR.start();
    AtomicInteger frames = new AtomicInteger();
    Camera.Node node =
        new Camera.Node(
            frame -> {
              frames.incrementAndGet();
              long now = System.nanoTime();
              long gap = now - LAST_FRAME.getAndSet(now);
              LONGEST_GAP.accumulateAndGet(gap, Math::max);
            },
            new Ledger(),
            (id, state, failure) -> {},
            Instant::now,
            CameraAccess.DEFAULTS,
            TestSupervision.essential());
    HEALTHY.add(new Camera("healthy", 1, settings(SIMULATOR.rtspUrl("cam0")), node));
    HEALTHY.forEach(Camera::start);
    await().atMost(PATIENCE).until(() -> frames.get() > 10);
  }

  @AfterAll
  static void stop() {
    HEALTHY.forEach(Camera::close);
    SIMULATOR.close();
    PAUSES.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldHarmOnlyItself(HostileCamera hostile) throws IOException {
    LONGEST_GAP.set(0);
    PAUSES.reset();
    try (HostileServer server = new HostileServer(hostile);
        Watch watch = new Watch(hostile, server)) {
      long before = nativeKib();
      watch.start();

      await().atMost(PATIENCE).until(() -> watch.sees() && !watch.failures.isEmpty());
      Instant until = Instant.now().plus(hostile.watched());
      await().atMost(PATIENCE).until(() -> watch.sees() && Instant.now().isAfter(until));

      String why = watch.failures.get(0).getMessage();
      assertThat(watch.failures.get(0).reason()).as(why).isIn(hostile.expected);
      assertThat(watch.attempts.get()).as("attempts").isLessThanOrEqualTo(MOST_ATTEMPTS);
      assertThat(server.connections())
          .as("connections")
          .isLessThanOrEqualTo(4 * watch.attempts.get());
      assertThat(server.requests()).as("requests").isLessThanOrEqualTo(12 * watch.attempts.get());
      assertThat(watch.mostKib - before)
          .as("KiB grown: " + why)
          .isLessThan(MOST_GROWN_KIB + hostile.neededMib() * 1024L);
    }
    await().atMost(PATIENCE).until(() -> !isRunning("camera-hostile"));
    assertThat(Duration.ofNanos(LONGEST_GAP.get()).minus(PAUSES.longest()))
        .as("the healthy camera's gap, less what the machine paused")
        .isLessThan(GAP);
  }

  private static CameraSettings settings(String url, String... assignments) {
    return new Settings(Map.of())
        .assignments(List.of(assignments))
        .put("url", url, "test")
        .bind(CameraSettings.class);
  }

  private static boolean isRunning(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().equals(thread));
  }

  /** Memory of this process besides Java's heap, which must be touched; 0 where it is unknown. */
  private static long nativeKib() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try {
      long resident =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
      return resident - heap / 1024;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The reader of one hostile camera, and all it tells. */
  private static final class Watch implements AutoCloseable {
    private final List<CameraFailure> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Camera camera;
    private long mostKib;

    private Watch(HostileCamera hostile, HostileServer server) {
      String transport = hostile.isUdp() ? "udp" : "tcp";
      camera =
          new Camera(
              "hostile",
              1,
              settings(server.url(), "timeout=2s", "transport=" + transport),
              new Camera.Node(
                  frame -> {},
                  new Ledger(),
                  this::reported,
                  Instant::now,
                  CameraAccess.DEFAULTS,
                  TestSupervision.essential()));
    }

    private void start() {
      camera.start();
    }

    private boolean sees() {
      mostKib = Math.max(mostKib, nativeKib());
      return true;
    }

    private void reported(String id, State state, @Nullable CameraFailure failure) {
      if (state == State.CONNECTING) {
        attempts.incrementAndGet();
      }
      if (failure != null) {
        failures.add(failure);
      }
    }

    @Override
    public void close() {
      camera.close();
    }
  }
}
