package io.vedette.console.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.camera.CameraDirectory;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.projection.Projector;
import io.vedette.store.Database;
import io.vedette.store.Micros;
import io.vedette.transport.group.GroupView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The operation that shows the state of the system: the node of each camera, the lag and the
 * duration of each stage, and the models. All of it is read from Kafka and the database for each
 * call; unknown values are null. Thread-safe.
 */
public final class SystemPart implements ConsolePart {
  private static final Duration MINUTES = Duration.ofHours(1);
  private static final Duration REPORTED_WITHIN = Duration.ofMinutes(5);

  private final Sources sources;
  private final InstantSource clock;

  /**
   * The sources of the figures.
   *
   * @param groups the consumer groups of the stages, by the stage's name
   * @param stages the newest detections, and the promoted model
   */
  public record Sources(
      Database database,
      CameraDirectory cameras,
      Projector projector,
      Map<String, Stage> groups,
      RecentDetections stages) {
    public Sources {
      groups = new TreeMap<>(groups);
    }
  }

  /** A stage's consumer group on its topic. */
  public record Stage(String topic, GroupView group) {}

  public SystemPart(Sources sources, InstantSource clock) {
    this.sources = sources;
    this.clock = clock;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("getSystem", this::system);
  }

  private Answer system(Call call) {
    Actor actor = call.actor();
    SystemRows rows = new SystemRows(sources.database(), actor.cameras());
    long now = Micros.of(clock.instant());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", clock.instant().toString());
    var minutes = json.putArray("minutes");
    rows.minutes(now - micros(MINUTES), now).forEach(minutes::add);
    RecentDetections.Found recent = sources.stages().read();
    StageSample sample =
        new StageSample(
            recent.detections().stream().filter(seen -> actor.sees(seen.camera())).toList());
    json.set("latency", sample.stages());
    var models = json.putArray("models");
    sample.models().forEach(models::add);
    json.put("promoted", recent.promoted());
    putGroups(json);
    putCameras(json, actor.cameras(), rows);
    putNodes(json, actor.cameras(), rows.nodes(now - micros(REPORTED_WITHIN)));
    putDatabase(json);
    return Answer.json(json);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private void putGroups(ObjectNode json) {
    var list = json.putArray("groups");
    sources
        .groups()
        .forEach(
            (stage, on) -> {
              GroupView.Standing standing = on.group().standing();
              OptionalInt members = standing.members();
              OptionalLong behind = standing.behind();
              list.addObject()
                  .put("stage", stage)
                  .put("topic", on.topic())
                  .put("members", members.isPresent() ? members.getAsInt() : null)
                  .put("behind", behind.isPresent() ? behind.getAsLong() : null);
            });
  }

  private void putCameras(ObjectNode json, CameraScope scope, SystemRows rows) {
    Map<String, SystemRows.Step> steps = rows.steps();
    var list = json.putArray("cameras");
    new TreeMap<>(sources.cameras().entries())
        .forEach(
            (id, entry) -> {
              if (scope.test(id)) {
                ObjectNode camera = list.addObject().put("camera", id).put("state", entry.state());
                CameraStateEvent owner = entry.owner();
                if (owner != null) {
                  camera.put("node", owner.node());
                  SystemRows.Step step = steps.get(id);
                  put(camera, step != null && step.isOf(owner) ? step : SystemRows.Step.NONE);
                }
              }
            });
  }

  private static void put(ObjectNode camera, SystemRows.Step step) {
    camera.put("step", step.number()).put("rate", step.rate()).put("scale", step.scale());
    camera.put("paused", step.isPaused());
  }

  /** Adds the nodes that read a camera now, and those that have reported frames lately. */
  private void putNodes(ObjectNode json, CameraScope scope, List<SystemRows.Node> reports) {
    Map<String, ObjectNode> nodes = new TreeMap<>();
    sources
        .cameras()
        .entries()
        .forEach(
            (id, entry) -> {
              CameraStateEvent owner = entry.owner();
              if (owner != null && scope.test(id)) {
                node(nodes, owner.node()).withArray("cameras").add(id);
              }
            });
    for (SystemRows.Node each : reports) {
      node(nodes, each.name())
          .withArray("roles")
          .addObject()
          .put("role", each.role())
          .put("reported", Micros.instant(each.reportedMicros()).toString());
    }
    var list = json.putArray("nodes");
    nodes.values().forEach(list::add);
  }

  private static ObjectNode node(Map<String, ObjectNode> nodes, String name) {
    return nodes.computeIfAbsent(
        name,
        key -> {
          ObjectNode made = JsonNodeFactory.instance.objectNode().put("node", key);
          made.putArray("roles");
          made.putArray("cameras");
          return made;
        });
  }

  private void putDatabase(ObjectNode json) {
    long behind = sources.projector().lag();
    json.putObject("database")
        .put("kind", sources.database().isEmbedded() ? "sqlite" : "postgresql")
        .put("bytes", sources.database().bytes())
        .put("records", sources.projector().records())
        .put("behind", behind < 0 ? null : Long.valueOf(behind));
  }
}
