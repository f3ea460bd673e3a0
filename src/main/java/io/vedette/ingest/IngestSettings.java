package io.vedette.ingest;

import static io.vedette.config.Limits.shown;

import io.vedette.camera.address.AllowSettings;
import io.vedette.camera.link.LimitSettings;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.config.Setting;
import io.vedette.validation.Names;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings by which nodes share and read the cameras. Immutable. */
public record IngestSettings(
    @Setting(
            value = "vedette-ingest",
            doc = "Consumer group; nodes of one group share the cameras.")
        String group,
    @Setting(value = "", doc = "Name of this node in events; when empty, host and process id.")
        @Nullable String node,
    @Setting(
            value = "5s",
            doc =
                "How long a node that stops goes on reading a camera, at most, until another node has pictures of it.")
        Duration handOver,
    @Setting(
            value = "true",
            doc = "Whether cameras send fewer and smaller frames while workers are far behind.")
        boolean degrade,
    AllowSettings allow,
    LimitSettings limits) {
  private static final Duration LONGEST_HAND_OVER = Duration.ofMinutes(1);

  public IngestSettings {
    if (handOver.isNegative() || handOver.compareTo(LONGEST_HAND_OVER) > 0) {
      throw new IllegalArgumentException("hand-over: expected 0 to 1m, found " + shown(handOver));
    }
  }

  /** The limits on this node's cameras: their addresses, and the cost of each. */
  public CameraAccess access() {
    return new CameraAccess(allow, limits);
  }

  /** The node's name; a generated one where none is set. */
  public String nodeName() {
    if (node != null) {
      return node;
    }
    String host = System.getenv().getOrDefault("HOSTNAME", "node");
    return Names.named(host + "-" + ProcessHandle.current().pid(), "node");
  }
}
