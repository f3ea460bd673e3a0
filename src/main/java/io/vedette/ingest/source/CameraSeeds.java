package io.vedette.ingest.source;

import io.vedette.camera.setting.SourceUrl;
import io.vedette.config.Settings;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraRecord.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras in a node's settings, which the node writes to the cameras topic unless somebody
 * changed or removed them at run time. Passwords stay on this node: records hold references
 * instead, which this node resolves. Immutable.
 */
public final class CameraSeeds {
  private static final Logger LOG = LoggerFactory.getLogger(CameraSeeds.class);
  private static final int ADDED_LATER = 2;

  private final Map<String, Seed> cameras;
  private final Map<String, String> variables;
  private final boolean isSynthetic;
  private final boolean isExclusive;

  /**
   * One camera.
   *
   * @param url the URL in the JSON, references unresolved; empty when there is none
   */
  private record Seed(String json, String url) {
    private static final Seed NONE = new Seed("{}", "");
    private static final Seed SYNTHETIC = new Seed("{\"url\":\"sim:\"}", "sim:");

    private static Seed of(Settings settings) {
      return new Seed(settings.json(), settings.text("url"));
    }
  }

  private CameraSeeds(
      Map<String, Seed> cameras,
      Map<String, String> variables,
      boolean isSynthetic,
      boolean isExclusive) {
    this.cameras = cameras;
    this.variables = Map.copyOf(variables);
    this.isSynthetic = isSynthetic;
    this.isExclusive = isExclusive;
  }

  /** The cameras of settings. */
  public static CameraSeeds of(Settings settings, Map<String, String> environment) {
    CameraSecrets secrets = new CameraSecrets(environment);
    Map<String, Seed> cameras = new LinkedHashMap<>();
    settings
        .groups("cameras")
        .forEach((id, camera) -> cameras.put(id, Seed.of(secrets.takenOut(id, camera))));
    return new CameraSeeds(cameras, secrets.variables(), false, false);
  }

  /** These seeds, or a number of synthetic cameras when there are none. */
  public CameraSeeds orSynthetic(int number) {
    if (!cameras.isEmpty()) {
      return this;
    }
    Map<String, Seed> synthetic = new LinkedHashMap<>();
    SimulatorSettings.ids(number).forEach(id -> synthetic.put(id, Seed.SYNTHETIC));
    return new CameraSeeds(synthetic, variables, true, isExclusive);
  }

  /**
   * These seeds as the only ones of their Kafka: cameras seeded by an earlier start but absent from
   * this one are removed.
   */
  public CameraSeeds exclusive() {
    return new CameraSeeds(cameras, variables, isSynthetic, true);
  }

  /** The cameras' ids. */
  public Set<String> ids() {
    return Collections.unmodifiableSet(cameras.keySet());
  }

  /** The values of references in cameras' settings on this node. */
  public Map<String, String> variables() {
    return variables;
  }

  /**
   * A camera's record, references resolved: all of them where this node's own settings hold the
   * same record, else those that are allowed. A URL of this node's settings is resolved in any
   * case, so that commands can change other settings of such a camera.
   *
   * @throws io.vedette.config.InvalidSettings with everything that is wrong
   */
  public CameraEntry resolve(String id, String json, List<String> allowed) {
    Seed own = cameras.getOrDefault(id, Seed.NONE);
    if (json.equals(own.json())) {
      return CameraEntry.resolve(id, json, variables);
    }
    String url = new Settings(Map.of()).json("", json, "camera " + id).text("url");
    boolean isOwnUrl = !url.isEmpty() && url.equals(own.url());
    return isOwnUrl
        ? CameraEntry.resolveWithOwnUrl(id, json, variables, allowed)
        : CameraEntry.resolve(id, json, variables, allowed);
  }

  /**
   * The number of synthetic cameras that this node has to serve; where it has none, of those that
   * may be added.
   */
  public int simulated() {
    long simulated =
        cameras.keySet().stream()
            .filter(id -> source(id).kind() == SourceUrl.Kind.SIMULATED)
            .count();
    return simulated == 0 ? ADDED_LATER : (int) simulated;
  }

  /** The source of one of the cameras. */
  public SourceUrl source(String id) {
    String json = cameras.getOrDefault(id, Seed.NONE).json();
    return SourceUrl.parse(new Settings(variables).json("", json, id).resolved("url"));
  }

  /**
   * The changes to write to the cameras topic.
   *
   * @param known the last record of each camera, also of those that are removed
   */
  public List<Change> changes(Map<String, CameraRecord> known) {
    boolean isCommanded =
        known.values().stream()
            .anyMatch(camera -> camera.origin() == Origin.COMMAND && !camera.isRemoved());
    Map<String, Seed> wanted = isSynthetic && isCommanded ? Map.of() : cameras;
    List<Change> changes = new ArrayList<>();
    wanted.forEach(
        (id, seed) -> {
          if (isNews(seed.json(), known.get(id))) {
            changes.add(new Change(id, seed.json(), Origin.SEED));
          }
        });
    if (isExclusive) {
      known.values().stream()
          .filter(camera -> camera.origin() == Origin.SEED && !camera.isRemoved())
          .filter(camera -> !wanted.containsKey(camera.id()))
          .forEach(camera -> changes.add(new Change(camera.id(), null, Origin.SEED)));
    }
    return changes;
  }

  private static boolean isNews(String json, @Nullable CameraRecord last) {
    if (last == null || last.origin() == Origin.SEED) {
      return last == null || !json.equals(last.json());
    }
    if (last.isRemoved()) {
      LOG.info(
          "camera {} was removed by a command; to add it again: vedette cameras add", last.id());
    }
    return false;
  }
}
