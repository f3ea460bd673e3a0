package io.vedette.fault;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A KRaft cluster of several nodes, each broker and controller in a process of its own. Clients may
 * come directly or over a bad link.
 */
final class Cluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final Map<String, String> extra;
  private final List<Integer> ports;
  private final List<Integer> controllers;
  private final List<Integer> farPorts;
  private final List<Proxy> links;
  private final List<Program> nodes = new ArrayList<>();
  private int starts;

  private Cluster(Path folder, int size, Map<String, String> extra) {
    this.folder = folder;
    this.extra = extra;
    List<Integer> free = freePorts(3 * size);
    this.ports = free.subList(0, size);
    this.controllers = free.subList(size, 2 * size);
    this.farPorts = free.subList(2 * size, 3 * size);
    this.links = farPorts.stream().map(port -> new Proxy(port)).toList();
  }

  /** Formats and starts so many nodes; when this returns, clients can connect. */
  static Cluster start(Path folder, int size, Map<String, String> extra) {
    Cluster cluster = new Cluster(folder, size, extra);
    String id = Uuid.randomUuid().toString();
    for (int node = 1; node <= size; node++) {
      cluster.format(node, id);
    }
    for (int node = 1; node <= size; node++) {
      cluster.nodes.add(cluster.launch(node));
    }
    cluster.awaitBrokers(size);
    return cluster;
  }

  String servers() {
    return ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
  }

  /** The same for clients that come over the links. */
  String farServers() {
    return links.stream().map(Proxy::address).collect(Collectors.joining(","));
  }

  /** The ways to the nodes of clients that come from afar. */
  List<Proxy> links() {
    return links;
  }

  /** A node, from 1. */
  Program node(int number) {
    return nodes.get(number - 1);
  }

  /** Where a node keeps its topics. */
  private Path topics(int node) {
    return folder.resolve("kafka-" + node).resolve("topics");
  }

  private Path metadata(int node) {
    return folder.resolve("kafka-" + node).resolve("metadata");
  }

  /** Starts a node that has ended, on its folder. */
  void restart(int number) {
    nodes.set(number - 1, launch(number));
  }

  /** The same with its topics on a disk of so many MiB, which is gone when the node ends. */
  void restartOnSmallDisk(int number, int size) {
    List<String> command = new ArrayList<>(Program.smallDisk(topics(number), size));
    command.addAll(java(number));
    nodes.set(number - 1, Program.start(folder, "kafka-" + number, command));
  }

  void awaitBrokers(int number) {
    try (Admin admin = admin()) {
      await("brokers")
          .atMost(START)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> brokers(admin) >= number);
    }
  }

  Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            servers(),
            "default.api.timeout.ms",
            "10000",
            "request.timeout.ms",
            "5000"));
  }

  @Override
  public void close() {
    nodes.forEach(Program::close);
    links.forEach(Proxy::close);
  }

  private int brokers(Admin admin) {
    try {
      return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size();
    } catch (Exception e) {
      return 0;
    }
  }

  private Program launch(int node) {
    return Program.start(folder, "kafka-" + node, java(node));
  }

  private List<String> java(int node) {
    try {
      Path file = folder.resolve("kafka-" + node + "-" + starts++ + ".properties");
      try (var out = Files.newOutputStream(file)) {
        properties(node).store(out, null);
      }
      return Program.java(
          List.of("-Xmx384m", "-XX:+UseSerialGC"), "kafka.Kafka", List.of(file.toString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void format(int node, String cluster) {
    try {
      Files.createDirectories(topics(node));
      Files.createDirectories(metadata(node));
      new Formatter()
          .setClusterId(cluster)
          .setNodeId(node)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(metadata(node).toString())
          .addDirectory(metadata(node).toString())
          .addDirectory(topics(node).toString())
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Properties properties(int node) {
    int size = ports.size();
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(node));
    properties.put(
        "controller.quorum.voters",
        IntStream.rangeClosed(1, size)
            .mapToObj(i -> i + "@" + HOST + ":" + controllers.get(i - 1))
            .collect(Collectors.joining(",")));
    String near = "NEAR://%s:%d,".formatted(HOST, ports.get(node - 1));
    properties.put(
        "listeners",
        near
            + "FAR://%s:%d,CONTROLLER://%s:%d"
                .formatted(HOST, farPorts.get(node - 1), HOST, controllers.get(node - 1)));
    properties.put("advertised.listeners", near + "FAR://" + links.get(node - 1).address());
    properties.put("inter.broker.listener.name", "NEAR");
    properties.put(
        "listener.security.protocol.map", "NEAR:PLAINTEXT,FAR:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("log.dirs", topics(node).toString());
    properties.put("metadata.log.dir", metadata(node).toString());
    String replicas = Integer.toString(size);
    String quorum = Integer.toString(size / 2 + 1);
    properties.put("offsets.topic.replication.factor", replicas);
    properties.put("offsets.topic.num.partitions", "2");
    properties.put("transaction.state.log.replication.factor", replicas);
    properties.put("transaction.state.log.num.partitions", "2");
    properties.put("transaction.state.log.min.isr", quorum);
    properties.put("share.coordinator.state.topic.replication.factor", replicas);
    properties.put("min.insync.replicas", quorum);
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("message.max.bytes", "8388608");
    properties.put("replica.fetch.max.bytes", "8388608");
    properties.put("log.cleaner.dedupe.buffer.size", "4194304");
    properties.put("log.cleaner.threads", "1");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.putAll(extra);
    return properties;
  }

  private static List<Integer> freePorts(int number) {
    List<ServerSocket> probes = new ArrayList<>();
    try {
      for (int i = 0; i < number; i++) {
        probes.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = probes.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket probe : probes) {
        probe.close();
      }
      return ports;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
