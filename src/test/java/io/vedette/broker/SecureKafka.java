package io.vedette.broker;

import static org.awaitility.Awaitility.await;

import io.vedette.transport.access.Rights;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A KRaft node in this process as an administrator sets one up who lets nobody do more than they
 * need: users by SCRAM over TLS, and Kafka's own authorizer. Listeners differ in their
 * certificates.
 */
public final class SecureKafka implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long PATIENCE_SECONDS = 30;

  /** The ways to the node. */
  public enum Listener {
    /** For administrators, in the clear. */
    INTERNAL("PLAINTEXT"),
    /** As it should be. */
    SECURE("SASL_SSL"),
    /** With a certificate that is over. */
    EXPIRED("SASL_SSL"),
    /** With a certificate of another host. */
    ELSEWHERE("SASL_SSL"),
    /** That only takes clients with a certificate. */
    MUTUAL("SSL"),
    /** With a login, in the clear. */
    LOGIN("SASL_PLAINTEXT");

    private final String protocol;

    Listener(String protocol) {
      this.protocol = protocol;
    }
  }

  private final Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
  private final Map<Listener, Path> keys = new EnumMap<>(Listener.class);
  private final Path folder;
  private final @Nullable OAuthServer tokens;
  private final TestCertificates certificates;
  private final Path trusted;
  private final int controllerPort;
  private final KafkaRaftServer node;
  private final Admin admin;

  /** Starts the node; when this returns, clients can connect. */
  public SecureKafka(Path folder) {
    this(folder, null);
  }

  /**
   * The same; its secure listener takes tokens, too.
   *
   * @param tokens who signs them; null for nobody
   */
  public SecureKafka(Path folder, @Nullable OAuthServer tokens) {
    this.tokens = tokens;
    this.folder = folder;
    this.certificates = new TestCertificates(folder);
    this.trusted = certificates.trusting("authority");
    String here = "-ext san=ip:127.0.0.1";
    Path good = signed("good", here);
    keys.put(Listener.SECURE, good);
    keys.put(Listener.MUTUAL, good);
    keys.put(Listener.EXPIRED, signed("expired", here + " -startdate -10d -validity 2"));
    keys.put(Listener.ELSEWHERE, signed("elsewhere", "-ext san=dns:elsewhere.example"));
    List<Integer> free = freePorts(Listener.values().length + 1);
    for (Listener listener : Listener.values()) {
      ports.put(listener, free.get(listener.ordinal()));
    }
    this.controllerPort = free.get(free.size() - 1);
    try {
      Path logs = Files.createDirectory(folder.resolve("kafka"));
      format(logs);
      this.node = new KafkaRaftServer(new KafkaConfig(properties(logs), false), Time.SYSTEM);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    node.startup();
    this.admin = Admin.create(Map.of("bootstrap.servers", servers(Listener.INTERNAL)));
  }

  private Path signed(String name, String options) {
    return certificates.signed(name, options.split(" "));
  }

  /** The address of a listener, {@code host:port}. */
  public String servers(Listener listener) {
    return HOST + ":" + ports.get(listener);
  }

  /** A client of the node's administrator, who may do everything. */
  public Admin admin() {
    return admin;
  }

  /** What a user connects with that was made by {@link #addUsers}. */
  public Map<String, String> client(Listener listener, String user) {
    Map<String, String> client = new HashMap<>();
    client.put("bootstrap.servers", servers(listener));
    client.put("security.protocol", listener.protocol);
    if (listener.protocol.startsWith("SASL")) {
      client.put("sasl.mechanism", BrokerAccess.MECHANISM);
      client.put("sasl.jaas.config", login(user, password(user)));
    }
    if (listener.protocol.endsWith("SSL")) {
      client.put("ssl.truststore.location", trusted.toString());
      client.put("ssl.truststore.password", TestCertificates.PASSWORD);
    }
    return client;
  }

  /** The login of a user. */
  public static String login(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  /** A store that trusts a certificate which signed none of the node's. */
  public Path trustingAnother() {
    return certificates.trusting("elsewhere");
  }

  private static String password(String user) {
    return "password of " + user;
  }

  /** Makes topics of one partition, where they are missing. */
  public void makeTopics(Collection<String> topics) {
    List<String> missing = new ArrayList<>(topics);
    missing.removeAll(get(admin.listTopics().names()));
    get(
        admin
            .createTopics(missing.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
            .all());
  }

  /** Makes users that may do nothing yet. */
  public void addUsers(Collection<String> users) {
    ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
    List<UserScramCredentialAlteration> made =
        users.stream()
            .<UserScramCredentialAlteration>map(
                user -> new UserScramCredentialUpsertion(user, scram, password(user)))
            .toList();
    get(admin.alterUserScramCredentials(made).all());
  }

  /** One operation that a user is allowed. */
  public static AclBinding allowed(String user, ResourcePattern resource, AclOperation operation) {
    return new AclBinding(
        resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  /** All that a user is allowed who has exactly a role's rights. */
  public static List<AclBinding> acls(String user, Rights role) {
    return role.rights().stream()
        .flatMap(
            right ->
                right.operations().stream()
                    .map(operation -> allowed(user, right.resource(), operation)))
        .toList();
  }

  /** Allows users what they may, and waits until the node knows it. */
  public void allow(Collection<AclBinding> allowed) {
    get(admin.createAcls(allowed).all());
    awaitAcls(allowed, true);
  }

  /** Takes it away again. */
  public void refuse(Collection<AclBinding> refused) {
    get(admin.deleteAcls(refused.stream().map(AclBinding::toFilter).toList()).all());
    awaitAcls(refused, false);
  }

  private void awaitAcls(Collection<AclBinding> acls, boolean isThere) {
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(
            () ->
                acls.stream()
                    .allMatch(
                        acl ->
                            get(admin.describeAcls(exactly(acl)).values()).isEmpty() != isThere));
  }

  private static AclBindingFilter exactly(AclBinding acl) {
    return acl.toFilter();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    node.shutdown();
    node.awaitShutdown();
  }

  /** What Kafka answers, in bounded time. */
  public static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static void format(Path logs) throws Exception {
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
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
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
    properties.put("controller.listener.names", "CONTROLLER");
    String listeners =
        ports.entrySet().stream()
            .map(port -> "%s://%s:%d".formatted(port.getKey(), HOST, port.getValue()))
            .collect(Collectors.joining(","));
    properties.put("listeners", listeners + ",CONTROLLER://" + HOST + ":" + controllerPort);
    properties.put("advertised.listeners", listeners);
    properties.put("inter.broker.listener.name", Listener.INTERNAL.name());
    properties.put(
        "listener.security.protocol.map",
        ports.keySet().stream()
                .map(listener -> listener + ":" + listener.protocol)
                .collect(Collectors.joining(","))
            + ",CONTROLLER:PLAINTEXT");
    properties.put("sasl.enabled.mechanisms", BrokerAccess.MECHANISM);
    keys.forEach((listener, file) -> guard(properties, listener, file));
    String login = "listener.name.%s.scram-sha-256.sasl.jaas.config";
    for (Listener listener : Listener.values()) {
      properties.put(
          login.formatted(listener.name().toLowerCase(Locale.ROOT)), login("broker", "unused"));
    }
    if (tokens != null) {
      takeTokens(properties, tokens);
    }
    properties.put("authorizer.class.name", StandardAuthorizer.class.getName());
    properties.put("super.users", "User:ANONYMOUS");
    properties.put("log.dirs", logs.toString());
    properties.put("auto.create.topics.enable", "false");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("log.cleaner.dedupe.buffer.size", "4194304");
    properties.put("log.cleaner.threads", "1");
    properties.put("message.max.bytes", "8388608");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    return properties;
  }

  private static void takeTokens(Properties properties, OAuthServer tokens) {
    String listener = "listener.name.secure.";
    properties.put(listener + "sasl.enabled.mechanisms", BrokerAccess.MECHANISM + ",OAUTHBEARER");
    properties.put(listener + "oauthbearer.sasl.jaas.config", OAuthServer.MODULE + " required;");
    properties.put(
        listener + "oauthbearer.sasl.server.callback.handler.class",
        OAuthBearerValidatorCallbackHandler.class.getName());
    properties.put(listener + "sasl.oauthbearer.jwks.endpoint.url", tokens.keys());
    properties.put(listener + "sasl.oauthbearer.expected.audience", OAuthServer.AUDIENCE);
    properties.put(listener + "sasl.oauthbearer.expected.issuer", OAuthServer.ISSUER);
  }

  /** What a client connects with that asks for a token of its own. */
  public Map<String, String> client(OAuthServer server, String user, String secret) {
    Map<String, String> client = new HashMap<>(client(Listener.SECURE, user));
    client.put("sasl.mechanism", "OAUTHBEARER");
    client.put(
        "sasl.login.callback.handler.class", OAuthBearerLoginCallbackHandler.class.getName());
    client.put("sasl.oauthbearer.token.endpoint.url", server.tokens());
    client.put("sasl.jaas.config", OAuthServer.MODULE + " required;");
    client.put("sasl.oauthbearer.client.credentials.client.id", user);
    client.put("sasl.oauthbearer.client.credentials.client.secret", secret);
    return client;
  }

  private void guard(Properties properties, Listener listener, Path keyStore) {
    String prefix = "listener.name." + listener.name().toLowerCase(Locale.ROOT) + ".ssl.";
    properties.put(prefix + "keystore.location", keyStore.toString());
    properties.put(prefix + "keystore.password", TestCertificates.PASSWORD);
    properties.put(prefix + "key.password", TestCertificates.PASSWORD);
    if (listener == Listener.MUTUAL) {
      properties.put(prefix + "client.auth", "required");
      properties.put(prefix + "truststore.location", trusted.toString());
      properties.put(prefix + "truststore.password", TestCertificates.PASSWORD);
    }
  }

  private static List<Integer> freePorts(int number) {
    List<ServerSocket> probes = new ArrayList<>();
    try {
      for (int i = 0; i < number; i++) {
        probes.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> free = probes.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket probe : probes) {
        probe.close();
      }
      return free;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
