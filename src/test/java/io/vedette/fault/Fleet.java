package io.vedette.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes of the built program around one Kafka, each a process. */
final class Fleet implements AutoCloseable {
  private final Path folder;
  private final String servers;
  private final List<String> common = new ArrayList<>();
  private final Map<String, Program> nodes = new LinkedHashMap<>();

  Fleet(Path folder, String servers, String... settings) {
    this.folder = folder;
    this.servers = servers;
    set(common, "kafka.bootstrap.servers=" + servers);
    set(common, "http.port=0");
    for (String setting : settings) {
      set(common, setting);
    }
  }

  /** Starts a node that shares the cameras. */
  Program ingest(String name, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("ingest"));
    arguments.addAll(common);
    set(arguments, "ingest.node=" + name);
    for (String setting : settings) {
      set(arguments, setting);
    }
    return start(name, arguments);
  }

  /** Starts a worker whose accelerator is simulated. */
  Program detect(String name, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("detect"));
    arguments.addAll(common);
    set(arguments, "inference.device=simulated");
    set(arguments, "inference.simulated-time=5ms");
    set(arguments, "detect.preparers=1");
    for (String setting : settings) {
      set(arguments, setting);
    }
    return start(name, arguments);
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
    List<String> settings = new ArrayList<>();
    for (String camera : street.cameras()) {
      settings.add("cameras." + camera + ".url=" + street.simulator.rtspUrl(camera));
      settings.add("cameras." + camera + ".timeout=3s");
      for (String setting : more) {
        settings.add("cameras." + camera + "." + setting);
      }
    }
    return settings.toArray(String[]::new);
  }

  Program node(String name) {
    return nodes.get(name);
  }

  Account account() {
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
    Program program = Program.vedette(folder, name, arguments);
    nodes.put(name, program);
    return program;
  }

  private static void set(List<String> arguments, String setting) {
    arguments.add("--set");
    arguments.add(setting);
  }
}
