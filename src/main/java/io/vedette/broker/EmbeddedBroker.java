package io.vedette.broker;

import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Service;
import io.vedette.text.Count;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka server in this process: one KRaft node, broker and controller, on a folder, reachable on
 * loopback only, and only for users who can read the folder. Thread-safe after {@link #start}.
 *
 * <p>The folder is kept between starts; after a kill the broker recovers its logs as Kafka does.
 */
public final class EmbeddedBroker implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int NODE = 1;
  private static final String HOST = "127.0.0.1";
  private static final String CLEAN_END = ".kafka_cleanshutdown"; // written and removed by Kafka
  private static final String CONTROLLER = "CONTROLLER";

  /** The place of a broker that was killed is free once its session is over: 9 s by default. */
  private static final Map<String, String> SOON_FREE =
      Map.of("broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "500");

  static final String LOGS = "kafka";
  private static final String FORMATTED = "meta.properties"; // written by Kafka

  private final Path folder;
  private final BrokerSettings settings;
  private String secret = "";
  private int port;
  private int controllerPort;
  private @Nullable BrokerAccess access;
  private @Nullable KafkaRaftServer server;

  /**
   * @param folder held by the caller, as by {@link DataFolder}
   */
  public EmbeddedBroker(Path folder, BrokerSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Starts the node; when this returns, clients can connect.
   *
   * @throws Failure of action STOP when the folder cannot be used
   */
  @Override
  public synchronized void start() {
    Path logs = folder.resolve(LOGS);
    try {
      PrivateFiles.createFolder(logs);
      secret = BrokerSecret.of(folder, Files.exists(logs.resolve(FORMATTED)));
      format(logs);
      boolean wasKilled = wasKilled(logs);
      Exit.setHaltProcedure((status, message) -> halt(logs, status));
      startOnSomePort(logs, wasKilled);
      if (wasKilled) {
        new DeadMembers(access().properties()).remove();
      }
      access().write(folder);
    } catch (Failure e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw Failure.stop(
          "embedded Kafka cannot start on %s (%s); move the folder away or give another --data"
              .formatted(logs, e.getMessage()),
          e);
    }
  }

  private void startOnSomePort(Path logs, boolean wasKilled) throws IOException {
    if (!isFree(settings.port())) {
      startOn(freePort(), logs, wasKilled);
      if (settings.port() != 0) {
        LOG.warn(
            "port {} is in use, maybe by another Kafka; this one is at {} (broker.port sets a port)",
            settings.port(),
            bootstrapServers());
      }
      return;
    }
    try {
      startOn(settings.port(), logs, wasKilled);
    } catch (RuntimeException e) {
      close();
      if (isFree(settings.port())) {
        throw e;
      }
      // Kafka listens seconds after it began: another node can be first.
      LOG.warn("port {} was taken meanwhile; taking a free one", settings.port());
      startOn(freePort(), logs, wasKilled);
    }
  }

  private void startOn(int free, Path logs, boolean wasKilled) throws IOException {
    port = free;
    access = new BrokerAccess(bootstrapServers(), secret);
    controllerPort = freePort();
    Properties properties = properties(logs);
    if (wasKilled) {
      properties.putAll(SOON_FREE);
    }
    KafkaRaftServer node = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server = node;
    node.startup();
  }

  /** The address for clients, {@code host:port}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** The properties with which clients connect: the address and the login. */
  public Map<String, String> clientProperties() {
    return access().properties();
  }

  int controllerPort() {
    return controllerPort;
  }

  private BrokerAccess access() {
    BrokerAccess present = access;
    if (present == null) {
      throw new IllegalStateException("the broker has not been started");
    }
    return present;
  }

  /** Stops the node; one that is still starting is let finish, which Kafka needs to stop soon. */
  @Override
  public synchronized void close() {
    KafkaRaftServer node = server;
    server = null;
    if (node != null) {
      node.shutdown();
      node.awaitShutdown();
    }
    try {
      BrokerAccess.remove(folder);
    } catch (IOException e) {
      throw Failure.stop("cannot remove " + BrokerAccess.file(folder) + ": " + FileReason.of(e), e);
    }
  }

  /** Kafka ends the process where it cannot write; the last line says why, and what to do. */
  private static void halt(Path logs, int status) {
    LOG.error(
        "embedded Kafka cannot write to {} any more (free space: {}) and ended"
            + " the process; free disk space or repair the disk, then start again: committed"
            + " records are kept",
        logs,
        Count.bytes(logs.toFile().getUsableSpace()));
    Runtime.getRuntime().halt(status);
  }

  private static boolean wasKilled(Path logs) {
    return Files.exists(logs.resolve("__consumer_offsets-0"))
        && Files.notExists(logs.resolve(CLEAN_END));
  }

  private static void format(Path logs) throws Exception {
    if (Files.exists(logs.resolve(FORMATTED))) {
      return;
    }
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(logs.toString())
        .addDirectory(logs.toString())
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setReleaseVersion(MetadataVersion.latestProduction())
        .run();
  }

  private Properties properties(Path logs) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE));
    properties.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    properties.put(
        "listeners",
        BrokerAccess.PROTOCOL
            + "://"
            + HOST
            + ":"
            + port
            + ",CONTROLLER://"
            + HOST
            + ":"
            + controllerPort);
    properties.put("advertised.listeners", BrokerAccess.PROTOCOL + "://" + HOST + ":" + port);
    properties.put("controller.listener.names", CONTROLLER);
    guard(properties);
    properties.put("log.dirs", logs.toString());
    single(properties);
    properties.put("auto.create.topics.enable", "false");
    // A transaction that begins while the one before is being ended waits in steps of this.
    properties.put("add.partitions.to.txn.retry.backoff.ms", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("message.max.bytes", Long.toString(settings.maxRecord().bytes()));
    properties.put("replica.fetch.max.bytes", Long.toString(settings.maxRecord().bytes()));
    properties.put("log.retention.check.interval.ms", "30000");
    properties.put("log.cleaner.dedupe.buffer.size", "4194304");
    properties.put("log.cleaner.threads", "1");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    return properties;
  }

  /** Both listeners take the secret's holder alone; the broker itself comes to them by it, too. */
  private void guard(Properties properties) {
    properties.put(
        "listener.security.protocol.map",
        "%s:%s,%s:%s"
            .formatted(
                BrokerAccess.PROTOCOL, BrokerAccess.PROTOCOL, CONTROLLER, BrokerAccess.PROTOCOL));
    properties.put("inter.broker.listener.name", BrokerAccess.PROTOCOL);
    properties.put("sasl.mechanism.inter.broker.protocol", BrokerAccess.MECHANISM);
    properties.put("sasl.mechanism.controller.protocol", BrokerAccess.MECHANISM);
    properties.put("sasl.enabled.mechanisms", BrokerAccess.MECHANISM);
    for (String listener : List.of(BrokerAccess.PROTOCOL, CONTROLLER)) {
      String prefix =
          "listener.name.%s.%s."
              .formatted(listener, BrokerAccess.MECHANISM)
              .toLowerCase(Locale.ROOT);
      properties.put(prefix + "sasl.jaas.config", access().login());
      properties.put(
          prefix + "sasl.server.callback.handler.class", SecretCredentials.class.getName());
    }
  }

  private static void single(Properties properties) {
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      properties.put(topic + ".replication.factor", "1");
      properties.put(topic + ".num.partitions", "1");
      properties.put(topic + ".min.isr", "1");
    }
    properties.remove("offsets.topic.min.isr");
    properties.put("default.replication.factor", "1");
  }

  private static boolean isFree(int port) {
    if (port == 0) {
      return false;
    }
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
