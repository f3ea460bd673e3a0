package io.vedette.ingest;

import io.vedette.camera.Camera;
import io.vedette.camera.SendingLimit;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.runtime.Service;
import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The cameras that this node reads, which are added, changed and removed while it runs.
 * Thread-safe.
 */
public final class Cameras implements Service {
  private final Camera.Node node;
  private final Map<String, Camera> running = new LinkedHashMap<>();
  private boolean isClosed;

  public Cameras(Camera.Node node) {
    this.node = node;
  }

  @Override
  public void start() {}

  /**
   * Begins to read a camera, in place of one of the same id; a camera that is not enabled only ends
   * that one.
   *
   * @param session epoch of this ownership, larger than any before
   */
  public synchronized void put(String id, long session, CameraSettings settings) {
    if (isClosed) {
      return;
    }
    remove(Set.of(id));
    if (settings.enabled()) {
      Camera camera = new Camera(id, session, settings, node);
      running.put(id, camera);
      camera.start();
    }
  }

  /** Ends the reading of cameras; returns when no more frames come from them. */
  public synchronized void remove(Collection<String> ids) {
    ids.stream().map(running::get).filter(Objects::nonNull).forEach(Camera::stop);
    for (String id : ids) {
      Camera removed = running.remove(id);
      if (removed != null) {
        removed.close();
      }
    }
  }

  /**
   * Limits the frames that the cameras take, or ends a limit.
   *
   * @param wanted the limit, by whether a camera has the lowest of several priorities on this node
   * @return the present limit of each camera
   */
  public synchronized Map<Camera, SendingLimit> limit(Function<Boolean, SendingLimit> wanted) {
    IntSummaryStatistics priorities =
        running.values().stream().mapToInt(Camera::priority).summaryStatistics();
    Map<Camera, SendingLimit> limited = new LinkedHashMap<>();
    for (Camera camera : running.values()) {
      boolean isLowest =
          camera.priority() == priorities.getMin() && priorities.getMin() < priorities.getMax();
      limited.put(camera, wanted.apply(isLowest));
    }
    limited.forEach(Camera::limit);
    return limited;
  }

  public synchronized Set<String> ids() {
    return Set.copyOf(running.keySet());
  }

  /** Ends all cameras at once and waits. */
  @Override
  public synchronized void close() {
    isClosed = true;
    remove(Set.copyOf(running.keySet()));
  }
}
