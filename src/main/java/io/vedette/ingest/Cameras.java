package io.vedette.ingest;

import io.vedette.camera.Camera;
import io.vedette.camera.CameraSettings;
import io.vedette.runtime.Service;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The cameras this node reads, which come, change and go while it runs. Thread-safe. */
public final class Cameras implements Service {
  /** A camera and what it was started with. */
  private record Running(Camera camera, CameraSettings settings) {}

  private final Camera.Node node;
  private final Map<String, Running> running = new LinkedHashMap<>();
  private boolean isClosed;

  public Cameras(Camera.Node node) {
    this.node = node;
  }

  @Override
  public void start() {}

  /**
   * Reads a camera from now on; one that runs with other settings starts anew.
   *
   * @param session epoch of this ownership, larger than any before
   */
  public synchronized void put(String id, long session, CameraSettings settings) {
    Running present = running.get(id);
    if (isClosed || (present != null && present.settings.equals(settings))) {
      return;
    }
    remove(id);
    if (settings.enabled()) {
      Camera camera = new Camera(id, session, settings, node);
      running.put(id, new Running(camera, settings));
      camera.start();
    }
  }

  /** Reads a camera no longer; when this returns, no more frames come from it. */
  public synchronized void remove(String id) {
    Running gone = running.remove(id);
    if (gone != null) {
      gone.camera.close();
    }
  }

  public synchronized Set<String> ids() {
    return Set.copyOf(running.keySet());
  }

  /** Ends all cameras at once and waits. */
  @Override
  public synchronized void close() {
    isClosed = true;
    running.values().forEach(camera -> camera.camera.stop());
    running.values().forEach(camera -> camera.camera.close());
    running.clear();
  }
}
