package io.vedette.simulator;

import io.vedette.config.Setting;
import io.vedette.geometry.Size;
import io.vedette.simulator.rtsp.AccessSettings;
import io.vedette.simulator.rtsp.Faults;
import io.vedette.simulator.rtsp.RtspSettings;
import io.vedette.simulator.video.VideoSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the simulator. Immutable.
 *
 * @param cameras ids of the cameras, which are also their paths: letters, digits, {@code - _ .}
 * @param rtsp the settings of the RTSP server
 * @param video the settings of the pictures
 * @param httpPort port on loopback for faults and ground truth; 0 takes a free one, -1 none
 * @param truth folder that gets a file {@code <camera>.jsonl} with the ground truth of every frame
 *     sent; none is written when null
 * @param faults the faults of cameras from the start, by id; other cameras are healthy
 */
public record SimulatorSettings(
    @Setting(value = "cam0,cam1", doc = "Ids of the cameras.") List<String> cameras,
    RtspSettings rtsp,
    VideoSettings video,
    @Setting(value = "-1", doc = "Port for faults and truth; 0 takes a free one, -1 none.")
        int httpPort,
    @Setting(value = "", doc = "Folder for the ground truth of every frame.")
        @Nullable String truth,
    @Setting(value = "", doc = "What is wrong with cameras from the start, by their ids.")
        Map<String, Faults> faults) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  public SimulatorSettings {
    cameras = List.copyOf(cameras);
    faults = Map.copyOf(faults);
    if (cameras.isEmpty() || cameras.size() > 1000) {
      throw new IllegalArgumentException(
          "cameras: expected 1 to 1000 ids, found " + cameras.size());
    }
    for (String id : cameras) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "cameras: expected ids of letters, digits and - _ ., found \"" + id + "\"");
      }
    }
    if (new HashSet<>(cameras).size() < cameras.size()) {
      throw new IllegalArgumentException("cameras: expected ids that differ, found " + cameras);
    }
    requireCameras(faults.keySet(), cameras);
    if (httpPort < -1 || httpPort > 65_535) {
      throw new IllegalArgumentException("http-port: expected -1 to 65535, found " + httpPort);
    }
  }

  private static void requireCameras(Set<String> named, List<String> cameras) {
    for (String id : named) {
      if (!cameras.contains(id)) {
        throw new IllegalArgumentException(
            "faults: there is no camera %s; there are %s"
                .formatted(id, String.join(", ", cameras)));
      }
    }
  }

  /** Cameras {@code cam0, cam1, …} of 1280×720 at 15 frames/s on a port; 0 takes a free one. */
  public static SimulatorSettings of(int cameras, int port) {
    return of(cameras, port, new Size(1280, 720), 15);
  }

  /** Cameras {@code cam0, cam1, …} on a port; 0 takes a free one. */
  public static SimulatorSettings of(int cameras, int port, Size size, double fps) {
    return new SimulatorSettings(
        ids(cameras), RtspSettings.on(port), VideoSettings.of(size, fps), -1, null, Map.of());
  }

  /** {@code cam0, cam1, …}. */
  public static List<String> ids(int cameras) {
    return IntStream.range(0, cameras).mapToObj(i -> "cam" + i).toList();
  }

  public SimulatorSettings withAccess(AccessSettings access) {
    RtspSettings guarded =
        new RtspSettings(
            rtsp.host(),
            rtsp.port(),
            access,
            rtsp.sessionTimeout(),
            rtsp.keyStore(),
            rtsp.keyStorePassword());
    return new SimulatorSettings(cameras, guarded, video, httpPort, truth, faults);
  }

  public SimulatorSettings withRtsp(RtspSettings other) {
    return new SimulatorSettings(cameras, other, video, httpPort, truth, faults);
  }

  public SimulatorSettings withCameras(List<String> ids) {
    return new SimulatorSettings(ids, rtsp, video, httpPort, truth, faults);
  }

  public SimulatorSettings withVideo(VideoSettings other) {
    return new SimulatorSettings(cameras, rtsp, other, httpPort, truth, faults);
  }

  public SimulatorSettings withHttpPort(int port) {
    return new SimulatorSettings(cameras, rtsp, video, port, truth, faults);
  }

  public SimulatorSettings withTruth(String folder) {
    return new SimulatorSettings(cameras, rtsp, video, httpPort, folder, faults);
  }

  public SimulatorSettings withFaults(Map<String, Faults> others) {
    return new SimulatorSettings(cameras, rtsp, video, httpPort, truth, others);
  }
}
