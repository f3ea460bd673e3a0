package io.vedette.cli.camera;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.CameraId;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.config.Settings;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.ingest.source.CameraEdit;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraRecord.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** The command {@code cameras}: lists, adds, changes and removes cameras while nodes run. */
@Command(
    name = "cameras",
    mixinStandardHelpOptions = true,
    description = "Lists, adds, changes and removes cameras while nodes run.")
public final class CamerasCommand implements Runnable {
  private static final String REMOVED = "removed";

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw SettingsOptions.missingCommand(spec);
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Shows each camera, its state, and the node that reads it.")
  int list(@Mixin BrokerOptions options, @Mixin ResultOptions results) {
    try (Services services = new Services()) {
      Node node = node(options, services);
      CameraList.read(node).print(SettingsOptions.out(spec), results.isJson());
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a camera, and waits some seconds for its first state.",
      footer = "Example: vedette cameras add gate 'rtsp://me:$${GATE_PW}@10.0.0.5/1' fps=2")
  int add(
      @Mixin Target target,
      @Parameters(
              index = "1",
              paramLabel = "URL",
              description =
                  "Address, as rtsp://10.0.0.5/1; secrets only as $${NAME} or $${file:/path}.")
          String url,
      @Parameters(
              index = "2..*",
              paramLabel = "KEY=VALUE",
              arity = "0..*",
              description = "Its settings, as under cameras.<id>: fps=2.")
          @Nullable List<String> settings) {
    String id = target.id;
    String json = entry(id, new Settings(Map.of()).put("url", url, "URL"), settings);
    return update(
        target,
        "added",
        there -> {
          if (there.containsKey(id)) {
            throw Failure.stop(
                "camera %s is there already; use: vedette cameras change %s".formatted(id, id));
          }
          return List.of(new Change(id, json, Origin.COMMAND));
        });
  }

  @Command(
      name = "change",
      mixinStandardHelpOptions = true,
      description = "Changes settings of a camera, and waits some seconds for its state.",
      footer = "Example: vedette cameras change gate fps=1 enabled=false")
  int change(
      @Mixin Target target,
      @Parameters(
              index = "1..*",
              paramLabel = "KEY=VALUE",
              arity = "1..*",
              description =
                  "Its settings, as under cameras.<id>; an empty value is the default again.")
          List<String> settings) {
    return update(
        target,
        "changed",
        there -> {
          String id = target.id;
          Settings present =
              new Settings(Map.of()).json("", required(id, there).settings(), "camera " + id);
          return List.of(new Change(id, entry(id, present, settings), Origin.COMMAND));
        });
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a camera; its node stops reading it.")
  int remove(@Mixin Target target) {
    return update(
        target,
        REMOVED,
        there -> List.of(new Change(required(target.id, there).id(), null, Origin.COMMAND)));
  }

  /** The camera that a command changes, in a Kafka. Filled by picocli. */
  static final class Target {
    @Mixin private BrokerOptions options = new BrokerOptions();
    @Mixin private ResultOptions results = new ResultOptions();

    @Parameters(
        index = "0",
        paramLabel = "ID",
        converter = CameraId.class,
        description = "Name of the camera.")
    private String id = "";
  }

  /** Changes the camera's record, then prints that and the first state that its node reports. */
  private int update(
      Target target, String done, Function<Map<String, CameraRecord>, List<Change>> plan) {
    String id = target.id;
    ResultOptions results = target.results;
    ObjectNode result = ResultOptions.object().put("camera", id).put("done", done);
    try (Services services = new Services()) {
      Node node = node(target.options, services);
      KafkaAccess kafka = node.join(node.rights().cameraChanges());
      String words = "camera %s is %s".formatted(id, done);
      try (FirstState.Watch watch = done.equals(REMOVED) ? null : watch(node, kafka, id)) {
        node.registry(kafka).update(known -> plan.apply(present(known)));
        if (!done.equals(REMOVED)) {
          results.say(spec, words);
          words = firstState(id, watch, result);
        }
      }
      results.print(spec, words, result);
    }
    return ExitCode.DONE;
  }

  /** The wait for a camera's state; null where no node reads cameras. */
  private static FirstState.@Nullable Watch watch(Node node, KafkaAccess kafka, String id) {
    boolean isRead = node.registry(kafka).nodes().filter(Set::isEmpty).isEmpty();
    return isRead ? new FirstState.Watch(kafka, node.topics().owners(), id) : null;
  }

  /** The first state that the camera's node reports, in words and as fields of the result. */
  private static String firstState(String id, FirstState.@Nullable Watch watch, ObjectNode result) {
    if (watch == null) {
      result.put("state", "unread");
      return "no node reads cameras now; start one: vedette ingest";
    }
    FirstState state = watch.await();
    state.addTo(result);
    return "camera %s: %s".formatted(id, state.words());
  }

  private static Map<String, CameraRecord> present(Map<String, CameraRecord> known) {
    Map<String, CameraRecord> present = new HashMap<>(known);
    present.values().removeIf(CameraRecord::isRemoved);
    return present;
  }

  private static Node node(BrokerOptions options, Services services) {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    return new Node(settings.findingBroker(), services, new Supervision(new Completion()));
  }

  /** The JSON of settings with others over them, checked, and free of secrets. */
  private static String entry(String id, Settings settings, @Nullable List<String> more) {
    if (more != null) {
      settings.assignments(more, "camera " + id, "fps=2").withoutEmpty();
    }
    return CameraEdit.checked(id, settings);
  }

  private static CameraRecord required(String id, Map<String, CameraRecord> there) {
    CameraRecord camera = there.get(id);
    if (camera == null) {
      String others = String.join(", ", new TreeSet<>(there.keySet()));
      throw Failure.stop(
          "there is no camera %s; %s"
              .formatted(id, others.isEmpty() ? "there are none" : "there are: " + others));
    }
    return camera;
  }
}
