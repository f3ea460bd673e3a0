package io.vedette.transport.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.transport.access.Right;
import io.vedette.transport.access.Rights;
import io.vedette.transport.client.TransportSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The topics of roles and a user for each role, in the forms that administrators give to Kafka:
 * commands, objects of Strimzi's operator, or JSON. Immutable.
 */
public final class KafkaObjects {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).build();
  private static final String API = "kafka.strimzi.io/";

  private final Map<String, NewTopic> topics = new TreeMap<>();
  private final List<Rights> roles;

  /**
   * @param roles the roles whose topics are created here, so that none of their users needs the
   *     right to
   */
  public KafkaObjects(TransportSettings settings, List<Rights> roles) {
    TopicSpecs specs = new TopicSpecs(settings);
    roles.stream()
        .flatMap(role -> role.topicsToCreate().stream())
        .flatMap(name -> specs.of(name).stream())
        .forEach(topic -> topics.put(topic.name(), TopicSpecs.takingAnyClock(topic)));
    this.roles = roles.stream().map(this::withoutCreate).toList();
  }

  private Rights withoutCreate(Rights role) {
    return new Rights(
        role.role(),
        role.rights().stream()
            .map(
                right ->
                    topics.containsKey(right.name()) ? right.without(AclOperation.CREATE) : right)
            .toList());
  }

  /** The commands of Kafka's own tools. */
  public String commands() {
    StringBuilder text = new StringBuilder();
    for (NewTopic topic : topics.values()) {
      text.append(
          "kafka-topics --create --if-not-exists --topic %s --partitions %d --replication-factor %d"
              .formatted(topic.name(), topic.numPartitions(), topic.replicationFactor()));
      new TreeMap<>(topic.configs())
          .forEach((key, value) -> text.append(" --config ").append(key).append('=').append(value));
      text.append('\n');
    }
    for (Rights role : roles) {
      role.rights()
          .forEach(
              right ->
                  text.append(
                      "kafka-acls --add --allow-principal User:%s %s\n"
                          .formatted(user(role), right.options())));
    }
    return text.toString();
  }

  /**
   * The objects of Strimzi's topic and user operators.
   *
   * @param cluster name of Strimzi's Kafka object
   * @param version version of Strimzi's API: v1; before Strimzi 0.49 v1beta2
   */
  public String strimzi(String cluster, String version) {
    StringBuilder text = new StringBuilder();
    topics.values().forEach(topic -> text.append(yaml(strimzi(topic, cluster), version)));
    roles.forEach(role -> text.append(yaml(strimzi(role, cluster), version)));
    return text.toString();
  }

  /** One JSON object of topics and users. */
  public String json() {
    ObjectNode all = JSON.createObjectNode();
    topics.values().forEach(topic -> all.withArray("topics").add(json(topic)));
    for (Rights role : roles) {
      ObjectNode user = all.withArray("users").addObject().put("name", user(role));
      acls(role, user.putArray("acls"));
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values cannot be written", e);
    }
  }

  private static ObjectNode json(NewTopic topic) {
    ObjectNode json = JSON.createObjectNode().put("name", topic.name());
    json.put("partitions", topic.numPartitions()).put("replicas", topic.replicationFactor());
    new TreeMap<>(topic.configs()).forEach(json.putObject("config")::put);
    return json;
  }

  private static ObjectNode strimzi(NewTopic topic, String cluster) {
    ObjectNode object = object("KafkaTopic", topic.name(), cluster);
    ObjectNode spec = object.putObject("spec").put("topicName", topic.name());
    spec.put("partitions", topic.numPartitions()).put("replicas", topic.replicationFactor());
    new TreeMap<>(topic.configs()).forEach(spec.putObject("config")::put);
    return object;
  }

  private static ObjectNode strimzi(Rights role, String cluster) {
    ObjectNode object = object("KafkaUser", user(role), cluster);
    ObjectNode spec = object.putObject("spec");
    spec.putObject("authentication").put("type", "scram-sha-512");
    acls(role, spec.putObject("authorization").put("type", "simple").putArray("acls"));
    return object;
  }

  /** An object of Kubernetes, whose names are in small letters, without underscores. */
  private static ObjectNode object(String kind, String name, String cluster) {
    ObjectNode object = JSON.createObjectNode().put("apiVersion", API).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", name.toLowerCase(Locale.ROOT).replace('_', '-'));
    metadata.putObject("labels").put("strimzi.io/cluster", cluster);
    return object;
  }

  private static void acls(Rights role, ArrayNode acls) {
    for (Right right : role.rights()) {
      ObjectNode acl = acls.addObject();
      String type =
          switch (right.type()) {
            case TRANSACTIONAL_ID -> "transactionalId";
            default -> right.type().name().toLowerCase(Locale.ROOT);
          };
      acl.putObject("resource")
          .put("type", type)
          .put("name", right.name())
          .put("patternType", right.isPrefix() ? "prefix" : "literal");
      right
          .operations()
          .forEach(operation -> acl.withArray("operations").add(Right.word(operation)));
    }
  }

  private static String user(Rights role) {
    return "vedette-" + role.role();
  }

  private static String yaml(ObjectNode object, String version) {
    try {
      return YAML.writeValueAsString(object.put("apiVersion", API + version));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values cannot be written", e);
    }
  }
}
