package io.vedette.cli.role;

import io.vedette.broker.BrokerAccess;
import io.vedette.broker.DataFolder;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.broker.FreeRoom;
import io.vedette.cli.event.EventPrinter;
import io.vedette.cli.option.KafkaOptions;
import io.vedette.cli.option.RoleRunner;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.screen.UpScreen;
import io.vedette.config.Settings;
import io.vedette.ingest.source.CameraEntry;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.log.Logs;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Worker;
import io.vedette.text.Count;
import io.vedette.text.Printable;
import io.vedette.text.Secrets;
import io.vedette.text.Version;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code up}: runs everything on this machine. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs everything on this machine: broker, cameras, detection; prints events.",
      "With --kafka it starts no broker of its own."
    },
    footer = "Example: vedette up --camera gate=rtsp://10.0.0.5/1")
public final class UpCommand implements Callable<Integer> {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_SYNTHETIC = 1000;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration TIGHTENING = Duration.ofSeconds(5);

  @Mixin private KafkaOptions options = new KafkaOptions();

  @Option(
      names = "--camera",
      paramLabel = "ID=URL",
      description =
          "Watches this camera instead of synthetic ones, as gate=rtsp://10.0.0.5/1; repeatable.")
  private List<String> cameras = List.of();

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Number of synthetic cameras, where no camera is given (default: ${DEFAULT-VALUE}).")
  private int synthetic;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for all data of this node (default: ./data).")
  private @Nullable Path data;

  @Option(names = "--verbose", description = "Also prints single detections and all log lines.")
  private boolean verbose;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Settings loaded = load();
    return RoleRunner.run((services, supervision) -> start(loaded, services, supervision));
  }

  private void start(Settings loaded, Services services, Supervision supervision) {
    VedetteSettings settings = loaded.bind(VedetteSettings.class);
    var unused = Logs.of(settings.log()); // before the broker logs
    CameraSeeds seeds = CameraSeeds.of(loaded, System.getenv()).orSynthetic(synthetic);
    cameras.forEach(camera -> requireFile(camera, seeds));
    DataFolder folder = services.keep(DataFolder.open(settings.data()));
    UpScreen screen = services.keep(new UpScreen(out(), seeds.ids(), verbose));
    VedetteSettings joined = withBroker(settings, folder, services, supervision);
    screen.show(Version.words() + ", starting");
    Node node = new Node(joined, services, supervision);
    String address = node.ops();
    print("health, metrics and the frame ledger at " + address);
    node.track();
    print(node, screen, services, supervision);
    node.detect(null);
    node.ingest(settings.namesKafka() ? seeds : seeds.exclusive());
    if (settings.console().enabled()) {
      node.console(supervision.separate(), at -> screen.show("the console is at " + at));
    }
    screen.show(
        "watching %s; Ctrl-C ends it%s"
            .formatted(
                Count.cameras(seeds.ids().size()),
                verbose ? "" : " (--verbose shows each detection)"));
    screen.begin();
  }

  private static boolean isNoFile(Path path) {
    return Files.notExists(path) || Files.isDirectory(path);
  }

  private Settings load() {
    if (synthetic < 1 || synthetic > MOST_SYNTHETIC) {
      throw SettingsOptions.misuse(spec, "--cameras: expected 1 to 1000, found " + synthetic);
    }
    Settings loaded = options.load();
    cameras.forEach(camera -> put(camera, loaded));
    if (data != null) {
      loaded.put("data", data.toString(), "--data");
    }
    return loaded;
  }

  private void put(String camera, Settings loaded) {
    String id = id(camera);
    if (!CameraEntry.isId(id)) {
      throw SettingsOptions.misuse(
          spec, "--camera %s: expected ID=URL, the id of %s".formatted(camera, CameraEntry.IDS));
    }
    loaded.put("cameras." + id + ".url", camera.substring(id.length() + 1), "--camera");
  }

  private static String id(String camera) {
    return camera.substring(0, Math.max(0, camera.indexOf('=')));
  }

  /** Checks that an explicitly named file exists. */
  private void requireFile(String camera, CameraSeeds seeds) {
    if (seeds.source(id(camera)).file().filter(UpCommand::isNoFile).isPresent()) {
      throw SettingsOptions.misuse(
          spec,
          "--camera %s: there is no such file; expected rtsp(s)://, http(s)://, sim: or a file"
              .formatted(Secrets.mask(camera)));
    }
  }

  /** Starts the embedded broker, unless the settings name another one. */
  private VedetteSettings withBroker(
      VedetteSettings settings, DataFolder folder, Services services, Supervision supervision) {
    if (settings.namesKafka()) {
      return settings;
    }
    FreeRoom room = new FreeRoom(settings.data(), settings.broker().freeRoom());
    room.shortage()
        .ifPresent(
            failure -> {
              throw failure;
            });
    EmbeddedBroker broker = services.start(new EmbeddedBroker(settings.data(), settings.broker()));
    services.start(
        new Worker(
            "data-folder",
            CLOSE_TIMEOUT,
            () -> () -> watch(folder, room),
            supervision.essential()));
    print(
        "Kafka at %s, kept in %s; other clients connect with %s"
            .formatted(
                broker.bootstrapServers(), settings.data(), BrokerAccess.file(settings.data())));
    return settings.withKafka(broker.clientProperties());
  }

  private static void watch(DataFolder folder, FreeRoom room) throws InterruptedException {
    folder.tighten();
    for (long waited = 0; waited < TIGHTENING.toMillis(); waited += LOOK.toMillis()) {
      room.shortage()
          .ifPresent(
              failure -> {
                throw failure;
              });
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  private static void print(
      Node node, UpScreen screen, Services services, Supervision supervision) {
    List<String> topics =
        List.of(node.topics().detections(), node.topics().events(), node.topics().alerts());
    KafkaAccess kafka = node.join(node.rights().tail(topics));
    services.start(
        new EventPrinter(
            "print-events", () -> new EventReader(kafka, topics), screen, supervision.separate()));
  }

  private void print(String line) {
    PrintWriter out = out();
    out.println(Printable.line(line));
    out.flush();
  }

  private PrintWriter out() {
    return SettingsOptions.out(spec);
  }
}
