package io.vedette.app;

import io.vedette.runtime.Services;
import io.vedette.runtime.Worker;
import io.vedette.transport.EventReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Prints events as they come. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints events as they come, one line each.")
final class TailCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(500);

  @Mixin private KafkaOptions options = new KafkaOptions();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "Only events whose type holds this, as detection; repeatable.")
  private List<String> types = List.of();

  @Option(
      names = "--camera",
      paramLabel = "ID",
      split = ",",
      description = "Only events of this camera; repeatable.")
  private List<String> cameras = List.of();

  @Option(names = "--json", description = "Prints the records' JSON, for machines.")
  private boolean json;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    Services services = new Services();
    try (Termination termination = new Termination(services)) {
      Node node = new Node(settings.findingBroker(), services);
      List<String> topics =
          List.of(node.topics().detections(), node.topics().events(), node.topics().alerts());
      EventReader reader = new EventReader(node.kafka(), topics);
      services.start(new Worker("tail", PATIENCE, new Printing(reader)));
      termination.await();
    } finally {
      services.close();
    }
    return Main.DONE;
  }

  private final class Printing implements Worker.Duty {
    private final EventReader reader;
    private final EventLine line =
        new EventLine(CommandLine.Help.Ansi.AUTO, ZoneId.systemDefault());

    private Printing(EventReader reader) {
      this.reader = reader;
    }

    @Override
    public void run() {
      PrintWriter out = SettingsOptions.out(spec);
      reader.poll(POLL).stream()
          .filter(this::isWanted)
          .forEach(event -> out.println(json ? text(event) : line.of(event)));
      out.flush();
    }

    @Override
    public void onClose() {
      reader.close();
    }

    private boolean isWanted(EventReader.Event event) {
      boolean isType = types.isEmpty() || types.stream().anyMatch(event.type()::contains);
      return isType && (cameras.isEmpty() || cameras.contains(event.camera()));
    }

    private static String text(EventReader.Event event) {
      return new String(event.json(), StandardCharsets.UTF_8);
    }
  }
}
