package io.vedette.ingest.source;

import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.geometry.Size;
import io.vedette.runtime.Supervisor;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The synthetic scenes of cameras whose source is {@code sim:}, served over RTSP on the node that
 * reads them. Thread-safe.
 */
public final class SimulatedSources implements AutoCloseable {
  private static final int FPS = 15;
  private static final Size SIZE = new Size(1280, 720);

  private final int expected;
  private final Supervisor supervisor;
  private final List<Simulator> running = new ArrayList<>();
  private final Map<String, String> addresses = new HashMap<>();

  /**
   * @param expected number of cameras with scenes of their own; further ones share them
   */
  public SimulatedSources(int expected, Supervisor supervisor) {
    this.expected = expected;
    this.supervisor = supervisor;
  }

  /**
   * The settings with an address in place of {@code sim:}; others are left as they are.
   *
   * @throws io.vedette.runtime.Failure when the simulator cannot start
   */
  public CameraSettings resolve(String camera, CameraSettings settings) {
    boolean isSimulated = SourceUrl.parse(settings.url()).kind() == SourceUrl.Kind.SIMULATED;
    return isSimulated ? settings.withUrl(address(camera)) : settings;
  }

  private synchronized String address(String camera) {
    String known = addresses.get(camera);
    if (known == null) {
      known = simulator().rtspUrl(SimulatorSettings.ids(expected).get(addresses.size() % expected));
      addresses.put(camera, known);
    }
    return known;
  }

  private Simulator simulator() {
    if (running.isEmpty()) {
      Simulator started = new Simulator(SimulatorSettings.of(expected, 0, SIZE, FPS), supervisor);
      started.start();
      running.add(started);
    }
    return running.get(0);
  }

  @Override
  public synchronized void close() {
    running.forEach(Simulator::close);
    running.clear();
  }
}
