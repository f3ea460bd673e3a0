package io.vedette.app;

import io.vedette.camera.SourceUrl;
import io.vedette.config.Settings;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.transport.camera.CameraRecord;
import io.vedette.transport.camera.CameraRecord.Origin;
import io.vedette.transport.camera.CameraRegistry.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cameras that a node's settings name, on their way into the cameras topic: they are added and
 * changed there unless somebody changed them while running. Passwords stay on this node: records
 * hold references in their place, which this node resolves. Immutable.
 */
final class CameraSeeds {
  private static final int SIMULATED_AT_LEAST = 2;

  private final Map<String, String> cameras;
  private final Map<String, String> variables;
  private final boolean isSynthetic;
  private final boolean isExclusive;

  private CameraSeeds(
      Map<String, String> cameras,
      Map<String, String> variables,
      boolean isSynthetic,
      boolean isExclusive) {
    this.cameras = cameras;
    this.variables = Map.copyOf(variables);
    this.isSynthetic = isSynthetic;
    this.isExclusive = isExclusive;
  }

  /** The cameras of settings. */
  static CameraSeeds of(Settings settings, Map<String, String> environment) {
    CameraSecrets secrets = new CameraSecrets(environment);
    Map<String, String> cameras = new LinkedHashMap<>();
    settings.groups("cameras").forEach((id, json) -> cameras.put(id, secrets.takenOut(id, json)));
    return new CameraSeeds(cameras, secrets.variables(), false, false);
  }

  /** The same, or that many synthetic cameras when there are none. */
  CameraSeeds orSynthetic(int number) {
    if (!cameras.isEmpty()) {
      return this;
    }
    Map<String, String> synthetic = new LinkedHashMap<>();
    SimulatorSettings.ids(number).forEach(id -> synthetic.put(id, "{\"url\":\"sim:\"}"));
    return new CameraSeeds(synthetic, variables, true, isExclusive);
  }

  /**
   * The same, as the only seeds of their Kafka: what an earlier start named, and this, not, goes.
   */
  CameraSeeds exclusive() {
    return new CameraSeeds(cameras, variables, isSynthetic, true);
  }

  /** What references in cameras' settings stand for on this node. */
  Map<String, String> variables() {
    return variables;
  }

  /** How many synthetic cameras this node may have to serve, at least. */
  int simulated() {
    long simulated =
        cameras.keySet().stream()
            .filter(id -> source(id).kind() == SourceUrl.Kind.SIMULATED)
            .count();
    return (int) Math.max(SIMULATED_AT_LEAST, simulated);
  }

  /**
   * Where the pictures of one of the cameras come from.
   *
   * @throws io.vedette.config.InvalidSettings with everything that is wrong with the camera
   */
  SourceUrl source(String id) {
    return SourceUrl.parse(
        CameraEntry.check(id, cameras.getOrDefault(id, "{}"), variables).camera().url());
  }

  /** What is to be written, given the cameras there are. */
  List<Change> changes(Map<String, CameraRecord> present) {
    boolean isCommanded =
        present.values().stream().anyMatch(camera -> camera.origin() == Origin.COMMAND);
    Map<String, String> wanted = isSynthetic && isCommanded ? Map.of() : cameras;
    List<Change> changes = new ArrayList<>();
    wanted.forEach(
        (id, json) -> {
          if (isNews(json, present.get(id))) {
            changes.add(new Change(id, json, Origin.SEED));
          }
        });
    if (isExclusive) {
      present.values().stream()
          .filter(camera -> camera.origin() == Origin.SEED && !wanted.containsKey(camera.id()))
          .forEach(camera -> changes.add(new Change(camera.id(), null, Origin.SEED)));
    }
    return changes;
  }

  private static boolean isNews(String json, @Nullable CameraRecord there) {
    return there == null || (there.origin() == Origin.SEED && !json.equals(there.json()));
  }
}
