package io.vedette.fault;

import io.vedette.config.DataSize;
import io.vedette.geometry.Size;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.simulator.street.StreetScene;
import io.vedette.simulator.video.VideoSettings;
import java.util.List;

/** Simulated cameras in this process, small and cheap, that show one street. */
final class Street implements AutoCloseable {
  static final double FPS = 10;

  final Simulator simulator;

  Street(int cameras) {
    this(cameras, new Size(320, 180));
  }

  Street(int cameras, Size size) {
    VideoSettings video =
        new VideoSettings(size.width(), size.height(), FPS, new DataSize(0), 0.5, 1, false);
    simulator =
        new Simulator(
            SimulatorSettings.of(cameras, 0, size, FPS).withVideo(video),
            TestSupervision.essential());
    simulator.start();
  }

  List<String> cameras() {
    return simulator.cameras();
  }

  /** Frames after which the burnt-in numbers begin again. */
  static int loop() {
    return (int) StreetScene.loopFrames(FPS);
  }

  @Override
  public void close() {
    simulator.close();
  }
}
