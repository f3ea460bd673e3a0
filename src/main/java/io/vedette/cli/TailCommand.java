package io.vedette.cli;

import io.vedette.cli.event.EventLine;
import io.vedette.cli.event.EventPrinter;
import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.CamerasOption;
import io.vedette.cli.option.RoleRunner;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.event.Alert;
import io.vedette.event.operation.OperationEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.topic.Topics;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Reading;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code tail}: prints events as they come. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints events as they come, one line each.")
final class TailCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(TailCommand.class);

  @Mixin private BrokerOptions options = new BrokerOptions();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "Only events whose type contains this, such as detection or alert; repeatable.")
  private List<String> types = List.of();

  @Mixin private CamerasOption cameras = new CamerasOption();

  @Option(
      names = "--json",
      description = "Prints the events as JSON, one object in each line, for scripts.")
  private boolean json;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    types.forEach(this::warnOfUnknown);
    return RoleRunner.run((services, supervision) -> start(settings, services, supervision));
  }

  private void start(VedetteSettings settings, Services services, Supervision supervision) {
    Node node = new Node(settings.findingBroker(), services, supervision);
    List<String> topics = topics(node.topics());
    KafkaAccess kafka = node.join(node.rights().tail(topics));
    services.start(
        new EventPrinter(
            "tail",
            () -> new EventReader(kafka, topics),
            new Lines(supervision.completion()),
            supervision.separate()));
  }

  /** Warns of an unknown type, which is not refused since a later version may know it. */
  private void warnOfUnknown(String type) {
    List<String> known = new ArrayList<>(eventTypes());
    known.add(EventLine.DETECTION);
    known.add(Alert.TYPE);
    if (known.stream().noneMatch(name -> name.contains(type))) {
      LOG.warn(
          "--type {}: no event that this version knows has such a type; it knows {}",
          type,
          String.join(", ", known));
    }
  }

  /** The topics that may have the wanted types; all topics for unknown types. */
  private List<String> topics(Topics topics) {
    Map<String, List<String>> held = new LinkedHashMap<>();
    held.put(topics.detections(), List.of(EventLine.DETECTION));
    held.put(topics.events(), eventTypes());
    held.put(topics.alerts(), List.of(Alert.TYPE));
    List<String> wanted = new ArrayList<>(held.keySet());
    wanted.removeIf(
        topic -> held.getOrDefault(topic, List.of()).stream().noneMatch(this::isWanted));
    return wanted.isEmpty() ? List.copyOf(held.keySet()) : wanted;
  }

  private static List<String> eventTypes() {
    List<String> types = new ArrayList<>(OperationEvent.cloudEventsTypes());
    for (SceneEventType type : SceneEventType.values()) {
      types.add(type.cloudEventsType());
    }
    return types;
  }

  private boolean isWanted(String type) {
    return types.isEmpty() || types.stream().anyMatch(type::contains);
  }

  private final class Lines implements EventPrinter.Screen {
    private final Completion completion;
    private final EventLine line =
        new EventLine(CommandLine.Help.Ansi.AUTO, ZoneId.systemDefault());

    private Lines(Completion completion) {
      this.completion = completion;
    }

    @Override
    public void accept(EventReader.Event event) {
      if (isWanted(event)) {
        print(event, SettingsOptions.out(spec));
      }
    }

    @Override
    public boolean isOpen() {
      boolean isGone = SettingsOptions.isGone(SettingsOptions.out(spec));
      if (isGone) {
        completion.done();
      }
      return !isGone;
    }

    private boolean isWanted(EventReader.Event event) {
      return TailCommand.this.isWanted(event.type()) && cameras.has(event.camera());
    }

    private void print(EventReader.Event event, PrintWriter out) {
      if (json) {
        Reading.of(() -> CheckedJson.parse(event.json(), "an event"))
            .orElse(reason -> LOG.warn("a record of {} is passed over: {}", event.topic(), reason))
            .ifPresent(read -> out.println(read.line()));
      } else {
        out.println(line.of(event));
      }
    }
  }
}
