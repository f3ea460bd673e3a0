package io.vedette.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.config.Settings;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes of the built program around one Kafka, each a process. */
final class Fleet implements AutoCloseable {
  private static final String REPLICAS = "transport.replicas=";

  private final Path folder;
  private final String servers;
  private final List<String> common = new ArrayList<>();
  private final Map<String, Program> nodes = new LinkedHashMap<>();
  private @Nullable CrashLibrary library;
  private @Nullable Path version;
  private String replicas = "1";

  Fleet(Path folder, String servers, String... settings) {
    this.folder = folder;
    this.servers = servers;
    set(common, "kafka.bootstrap.servers=" + servers);
    set(common, "http.port=0");
    for (String setting : settings) {
      set(common, setting);
      if (setting.startsWith(REPLICAS)) {
        replicas = setting.substring(REPLICAS.length());
      }
    }
  }

  /** Lets FFmpeg crash at a mark in all nodes started from now on. */
  void crashBy(CrashLibrary crashing) {
    library = crashing;
  }

  /**
   * Starts nodes of another version from now on.
   *
   * @param target the folder that Maven has built it in; null for the present one
   */
  void version(@Nullable Path target) {
    version = target;
  }

  /** Starts a node that shares the cameras. */
  Program ingest(String name, String... settings) {
    return start(name, ingestWords(name, settings));
  }

  /** The same with more settings. */
  Program ingest(String name, String[] settings, String... more) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of(more));
    return ingest(name, all.toArray(String[]::new));
  }

  /** The same with a heap of so many MiB, all of it in memory from the start. */
  Program ingestWithin(int heap, String name, String... settings) {
    List<String> options = List.of("-Xms" + heap + "m", "-Xmx" + heap + "m", "-XX:+AlwaysPreTouch");
    List<String> words = ingestWords(name, settings);
    return keep(name, Program.start(folder, name, options, "io.vedette.cli.Main", words));
  }

  /** The same by a clock of its own. */
  Program ingestByClock(Path clock, String name, String... settings) {
    List<String> arguments = ingestWords(name, settings);
    return keep(name, Program.vedetteByClock(clock, folder, name, arguments));
  }

  /** Starts a worker whose accelerator is simulated. */
  Program detect(String name, String... settings) {
    return start(name, detectWords(settings));
  }

  /** Infers the frames of the last minutes again, into a run; its accelerator is simulated. */
  Program replay(String name, String run) {
    List<String> words = new ArrayList<>(detectWords());
    words.set(0, "replay");
    words.addAll(List.of("--from", "10m", "--run", run));
    return start(name, words);
  }

  /** Starts any role. */
  Program role(String role, String name, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(role));
    arguments.addAll(common);
    for (String setting : settings) {
      set(arguments, setting);
    }
    return start(name, arguments);
  }

  /** The same behind another way to Kafka. */
  Program detectFar(String name, String farServers) {
    return detect(name, "kafka.bootstrap.servers=" + farServers);
  }

  /** The same by a clock of its own. */
  Program detectByClock(Path clock, String name, String... settings) {
    return keep(name, Program.vedetteByClock(clock, folder, name, detectWords(settings)));
  }

  private List<String> ingestWords(String name, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("ingest"));
    arguments.addAll(common);
    set(arguments, "ingest.node=" + name);
    for (String setting : settings) {
      set(arguments, setting);
    }
    return arguments;
  }

  private List<String> detectWords(String... settings) {
    List<String> arguments = new ArrayList<>(List.of("detect"));
    arguments.addAll(common);
    set(arguments, "inference.device=simulated");
    set(arguments, "inference.simulated-time=5ms");
    set(arguments, "detect.preparers=1");
    for (String setting : settings) {
      set(arguments, setting);
    }
    return arguments;
  }

  /** Runs any command to its end and gives back its exit code. */
  int run(String name, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    set(all, "kafka.bootstrap.servers=" + servers);
    try (Program program = Program.vedette(folder, name, all)) {
      return program.waitFor(java.time.Duration.ofSeconds(60));
    }
  }

  /** Settings that seed the cameras of a street. */
  static String[] seeds(Street street, String... more) {
    return seeds(street, street.simulator.port(), more);
  }

  /** The same where the cameras are behind another port. */
  static String[] seeds(Street street, int port, String... more) {
    List<String> settings = new ArrayList<>();
    for (String camera : street.cameras()) {
      settings.add("cameras." + camera + ".url=rtsp://127.0.0.1:" + port + "/" + camera);
      settings.add("cameras." + camera + ".timeout=3s");
      for (String setting : more) {
        settings.add("cameras." + camera + "." + setting);
      }
    }
    return settings.toArray(String[]::new);
  }

  /** Names of the nodes that run and whose name begins so. */
  List<String> running(String prefix) {
    return nodes.keySet().stream()
        .filter(name -> name.startsWith(prefix) && nodes.get(name).isAlive())
        .toList();
  }

  Program node(String name) {
    return nodes.get(name);
  }

  /** An account of all that Kafka holds, also in topics whose roles have not begun yet. */
  Account account() {
    TransportSettings transport =
        new Settings(Map.of()).put("replicas", replicas, "test").bind(TransportSettings.class);
    new Topics(transport).ensure(new KafkaAccess(Map.of("bootstrap.servers", servers), transport));
    return new Account(servers, "vedette");
  }

  /** The node that last said of each camera that it is live. */
  static Map<String, String> live(Account account) {
    Map<String, String> live = new HashMap<>();
    Map<String, Long> sessions = new HashMap<>();
    for (JsonNode state : account.states) {
      String camera = state.get("camera").asText();
      long session = state.get("session").asLong();
      if (session < sessions.getOrDefault(camera, 0L)) {
        continue;
      }
      sessions.put(camera, session);
      if (state.get("state").asText().equals("live")) {
        live.put(camera, state.get("node").asText());
      } else {
        live.remove(camera);
      }
    }
    return live;
  }

  @Override
  public void close() {
    nodes.values().forEach(Program::close);
  }

  private Program start(String name, List<String> arguments) {
    if (version != null) {
      return keep(name, Program.vedetteOf(version, folder, name, arguments));
    }
    return keep(
        name,
        library == null
            ? Program.vedette(folder, name, arguments)
            : Program.vedetteCrashing(library, folder, name, arguments));
  }

  private Program keep(String name, Program program) {
    nodes.put(name, program);
    return program;
  }

  private static void set(List<String> arguments, String setting) {
    arguments.add("--set");
    arguments.add(setting);
  }
}
