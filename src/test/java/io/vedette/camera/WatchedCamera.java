package io.vedette.camera;

import io.vedette.camera.report.CameraFailure.Reason;
import io.vedette.camera.report.CameraListener.State;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.frame.Frame;
import io.vedette.frame.Ledger;
import io.vedette.runtime.TestSupervision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real camera and all that it delivered and reported; without a motion gate unless that is asked
 * for.
 */
final class WatchedCamera implements AutoCloseable {
  final List<Frame> frames = new CopyOnWriteArrayList<>();
  final List<State> states = new CopyOnWriteArrayList<>();
  final List<Reason> reasons = new CopyOnWriteArrayList<>();
  final Ledger ledger = new Ledger();
  private final Camera camera;

  WatchedCamera(String url, String... assignments) {
    CameraSettings settings = settings(url, assignments);
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
            Instant::now,
            CameraAccess.DEFAULTS,
            TestSupervision.make().separate());
    camera = new Camera("cam", 1, settings, node);
    camera.start();
  }

  static CameraSettings settings(String url, String... assignments) {
    return new Settings(Map.of())
        .put("motion.enabled", "false", "test")
        .assignments(List.of(assignments))
        .put("url", url, "test")
        .bind(CameraSettings.class);
  }

  boolean isLiveTimes(int times) {
    return states.stream().filter(state -> state == State.LIVE).count() >= times;
  }

  @Override
  public void close() {
    camera.close();
  }
}
