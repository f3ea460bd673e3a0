package io.vedette.transport.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.runtime.Failure;
import io.vedette.transport.access.Refusals;
import io.vedette.transport.access.Rights;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The address of Kafka and the properties of its clients: this program's choices for pictures,
 * overridden by the user's {@code kafka.*} properties. Thread-safe.
 */
public final class KafkaAccess {
  private static final String PROTOCOL = "group.protocol";
  private static final String HEARTBEAT = "heartbeat.interval.ms";
  private static final String SESSION = "session.timeout.ms";
  private static final String DEFAULT_SERVERS = "localhost:9092";
  private static final int BATCH = 256 << 10;

  // One: a first batch that meets a partition without a leader, while the second one is taken,
  // stays out of order until it expires (KAFKA-15591).
  private static final String IN_FLIGHT = "max.in.flight.requests.per.connection";
  private static final String RETRY_BACKOFF = "retry.backoff.ms";

  /**
   * The wait of a transactional producer before it tries again, in milliseconds; each further wait
   * is twice as long. Kafka refuses a transaction until the one before has ended, which takes some
   * milliseconds; the client's default is 100.
   */
  public static final String SOON = "2";

  private static final String REPORTERS = "metric.reporters";

  private final Map<String, String> properties;
  private final TransportSettings settings;
  private final Noted noted;
  private final @Nullable Rights rights;

  /**
   * @param properties properties of a Kafka client, which override this program's
   */
  public KafkaAccess(Map<String, String> properties, TransportSettings settings) {
    this(properties, settings, new Noted(new RecordDefects(), new ClientHealth()), null);
  }

  /** The defects and the health of all clients of this process. */
  private record Noted(RecordDefects defects, ClientHealth health) {}

  private KafkaAccess(
      Map<String, String> properties,
      TransportSettings settings,
      Noted noted,
      @Nullable Rights rights) {
    this.properties = Map.copyOf(properties);
    this.settings = settings;
    this.noted = noted;
    this.rights = rights;
  }

  /** The same access for a role; its refusals by Kafka are then explained. */
  public KafkaAccess as(Rights role) {
    return new KafkaAccess(properties, settings, noted, role);
  }

  /** The rights of the role, where it is known. */
  public Optional<Rights> rights() {
    return Optional.ofNullable(rights);
  }

  /** The explanation of Kafka's refusals. */
  public Refusals refusals() {
    return new Refusals(admin(), KafkaClients::admin, rights);
  }

  /**
   * Checks the properties, as clients do when they are opened.
   *
   * @throws Failure of action STOP when no client can be opened with them, or no server's name
   *     resolves
   */
  public void requireUsable() {
    try {
      var unused = ClientUtils.parseAndValidateAddresses(new AdminClientConfig(admin()));
      KafkaClients.admin(admin()).close(Duration.ZERO); // reads the files of keys and certificates
    } catch (KafkaException e) {
      throw Failure.stop(
          "Kafka's settings cannot be used (%s); check kafka.bootstrap.servers and what else is set under kafka"
              .formatted(KafkaFailures.causes(e)),
          e);
    }
    requireListener();
  }

  /**
   * Checks that a client without TLS does not meet a listener with it.
   *
   * @throws Failure of action STOP when it does
   */
  public void requireListener() {
    refusals()
        .mistaken()
        .ifPresent(
            reason -> {
              throw Failure.stop(reason);
            });
  }

  public String bootstrapServers() {
    return properties.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVERS);
  }

  /** The count of records that this process cannot read. */
  public RecordDefects defects() {
    return noted.defects;
  }

  /** Adds the meters of defects and clients. */
  public void bindTo(MeterRegistry registry) {
    noted.defects.bindTo(registry);
    noted.health.bindTo(registry);
  }

  /** The number of replicas of topics that this program creates. */
  public int replicas() {
    return settings.replicas();
  }

  /** The largest record that topics created by this program accept, in bytes. */
  public long largestRecord() {
    return settings.maxRecord().bytes();
  }

  /** The properties of all clients: Kafka's address and the user's properties. */
  public Map<String, Object> common() {
    return with(Map.of());
  }

  /** The properties for Kafka Streams, whose groups do not know the newer protocol of consumers. */
  public Map<String, Object> streams() {
    Map<String, Object> fitting = common();
    if (isNewerProtocol(fitting)) {
      fitting.remove(PROTOCOL);
    }
    return fitting;
  }

  /** The properties for the management of topics and groups. */
  public Map<String, Object> admin() {
    return with(
        Map.of(
            "client.id", "vedette-admin",
            "request.timeout.ms", "10000",
            "default.api.timeout.ms", "15000"));
  }

  /**
   * The properties of a producer of pictures: large requests, no compression, sent at once. The
   * client sends a record that it has accepted until it arrives, since nobody knows the outcome of
   * a send that is given up; a record that it cannot accept it refuses within a second.
   */
  public Map<String, Object> pictureProducer(String clientId) {
    Map<String, Object> ours = new HashMap<>();
    ours.put("client.id", clientId);
    // Idempotent: a retried send must not put a frame into the topic twice.
    ours.put("acks", "all");
    ours.put("enable.idempotence", "true");
    ours.put(IN_FLIGHT, "1");
    ours.put("compression.type", "none");
    ours.put("linger.ms", "0");
    ours.put("batch.size", Long.toString(Math.min(BATCH, settings.maxRecord().bytes())));
    ours.put("max.request.size", Long.toString(settings.maxRecord().bytes()));
    ours.put("buffer.memory", Long.toString(2 * settings.maxRecord().bytes()));
    ours.put("max.block.ms", "1000");
    ours.put("request.timeout.ms", "5000");
    ours.put("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
    ours.put("reconnect.backoff.max.ms", "2000");
    return with(ours);
  }

  /**
   * The properties of a producer of events: acknowledged by all replicas, and never written twice.
   */
  public Map<String, Object> eventProducer(String clientId) {
    Map<String, Object> ours = new HashMap<>();
    ours.put("client.id", clientId);
    ours.put("acks", "all");
    ours.put("enable.idempotence", "true");
    ours.put(IN_FLIGHT, "1");
    ours.put("linger.ms", "0");
    ours.put("max.request.size", Long.toString(settings.maxRecord().bytes()));
    return with(ours);
  }

  /**
   * The properties of a producer whose records commit together with the offsets of their source.
   */
  public Map<String, Object> transactionalProducer(String clientId, String transactionalId) {
    Map<String, Object> ours = eventProducer(clientId);
    ours.put("transactional.id", transactionalId);
    // A killed writer keeps readers of committed records waiting no longer than this.
    ours.put("transaction.timeout.ms", "10000");
    ours.putIfAbsent(RETRY_BACKOFF, SOON);
    return ours;
  }

  /**
   * The properties of a producer of transactions over a bad link: a large record may take a minute,
   * and a producer that is cut off is waited for that long.
   */
  public Map<String, Object> linkProducer(String clientId, String transactionalId) {
    Map<String, Object> ours = new HashMap<>();
    ours.put("acks", "all");
    ours.put("enable.idempotence", "true");
    ours.put("client.id", clientId);
    ours.put("transactional.id", transactionalId);
    ours.put("transaction.timeout.ms", "120000");
    ours.put("request.timeout.ms", "30000");
    ours.put("delivery.timeout.ms", "60000");
    ours.put("max.block.ms", "60000");
    ours.put("linger.ms", "5");
    ours.put("compression.type", "zstd");
    ours.put("max.request.size", Long.toString(settings.maxRecord().bytes()));
    ours.put("reconnect.backoff.max.ms", "5000");
    ours.put(RETRY_BACKOFF, SOON);
    return with(ours);
  }

  /** The properties of a member of a group that reads committed records from the earliest on. */
  public Map<String, Object> consumer(String clientId, String group) {
    long largest = settings.maxRecord().bytes();
    Map<String, Object> ours = new HashMap<>();
    ours.put("client.id", clientId);
    ours.put("group.id", group);
    ours.put("enable.auto.commit", "false");
    // Frames from before the first start are counted as stale, not left out.
    ours.put("auto.offset.reset", "earliest");
    ours.put("isolation.level", "read_committed");
    ours.put("fetch.max.bytes", Long.toString(Math.max(largest, 16 << 20)));
    ours.put("max.partition.fetch.bytes", Long.toString(Math.max(largest, 4 << 20)));
    ours.put("fetch.min.bytes", "1");
    ours.put(SESSION, "10000");
    ours.put(HEARTBEAT, "2000");
    ours.put("reconnect.backoff.max.ms", "2000");
    ours.put(
        "partition.assignment.strategy",
        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    return fitting(with(ours));
  }

  /** The properties of a reader of committed records that is in no group. */
  public Map<String, Object> reader(String clientId) {
    Map<String, Object> ours = new HashMap<>(consumer(clientId, clientId));
    ours.remove("group.id");
    return ours;
  }

  /** The properties of a member of a group whose partitions are to be taken over within seconds. */
  public Map<String, Object> sharer(String clientId, String group) {
    Map<String, Object> ours = new HashMap<>(consumer(clientId, group));
    if (!properties.containsKey(HEARTBEAT)) {
      // A member learns by its heartbeat that another one has left.
      ours.put(HEARTBEAT, "500");
    }
    return ours;
  }

  /**
   * A consumer's properties without those that the newer group protocol refuses, where that was
   * chosen: the broker decides them.
   */
  public static Map<String, Object> fitting(Map<String, Object> consumer) {
    if (!isNewerProtocol(consumer)) {
      return consumer;
    }
    Map<String, Object> fitting = new HashMap<>(consumer);
    fitting.keySet().removeAll(List.of(HEARTBEAT, SESSION, "partition.assignment.strategy"));
    return fitting;
  }

  private static boolean isNewerProtocol(Map<String, Object> client) {
    return "consumer".equalsIgnoreCase(String.valueOf(client.get(PROTOCOL)));
  }

  private Map<String, Object> with(Map<String, Object> ours) {
    Map<String, Object> all = new HashMap<>(ours);
    all.putAll(properties);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    all.merge(
        REPORTERS, ClientReporter.class.getName(), (theirs, own) -> "%s,%s".formatted(theirs, own));
    all.put(ClientReporter.HEALTH, noted.health);
    return all;
  }
}
