package io.vedette.simulator.video;

import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import java.util.ArrayList;
import java.util.List;

/** All footage of a simulator: the scene of each camera, and its delay. Thread-safe. */
public final class FilmLibrary implements Service {
  /** Seconds by which a camera is behind the one before it that shows the same scene. */
  private static final double LAG = 0.5;

  private final List<Footage> scenes = new ArrayList<>();
  private final byte[] header;

  public FilmLibrary(VideoSettings settings, int cameras, Supervisor supervisor) {
    try (H264Encoder encoder = new H264Encoder(settings)) {
      header = encoder.header();
    }
    int count = settings.live() ? cameras : Math.min(cameras, settings.scenes());
    for (int number = 0; number < count; number++) {
      scenes.add(
          settings.live()
              ? new LiveTake(number, settings, supervisor)
              : new Recording(number, settings, supervisor));
    }
  }

  @Override
  public void start() {
    scenes.forEach(Footage::start);
  }

  @Override
  public void close() {
    scenes.forEach(Footage::close);
  }

  /** The parameter sets of every camera's stream, in Annex B. */
  public byte[] header() {
    return header.clone();
  }

  public Footage footage(int camera) {
    return scenes.get(camera % scenes.size());
  }

  /** Seconds after the start at which a camera shows its scene's first frame. */
  public double lag(int camera) {
    int before = camera / scenes.size();
    return LAG * before;
  }
}
