package io.vedette.transport.client;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which member of a group has which partitions at present, seen from outside. Thread-safe.
 *
 * <p>All of it throws a failure of action STOP when Kafka refuses to tell.
 */
public final class GroupView {
  private static final Logger LOG = LoggerFactory.getLogger(GroupView.class);
  private static final long PATIENCE_SECONDS = 2;

  private final KafkaAccess kafka;
  private final String topic;
  private final String group;

  /** A group's view on one topic. */
  public GroupView(KafkaAccess kafka, String topic, String group) {
    this.kafka = kafka;
    this.topic = topic;
    this.group = group;
  }

  /** The member of each partition of the topic; empty when there is none or it cannot be told. */
  public Map<Integer, String> nodes() {
    Map<Integer, String> nodes = new HashMap<>();
    describe().forEach(member -> add(member, nodes));
    return nodes;
  }

  /** How many members there are; 0 when it cannot be told. */
  public int members() {
    return describe().size();
  }

  /** The members' names; empty when they cannot be told. */
  public Set<String> names() {
    return describe().stream().map(MemberDescription::clientId).collect(Collectors.toSet());
  }

  private Collection<MemberDescription> describe() {
    try (Admin admin = Admin.create(kafka.admin())) {
      return admin
          .describeConsumerGroups(List.of(group))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(described -> described.members().stream())
          .toList();
    } catch (ExecutionException | TimeoutException e) {
      KafkaFailures.requireAllowed(kafka, "group %s cannot be described".formatted(group), e);
      LOG.debug("group {} cannot be described", group, e); // there may be none yet
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private void add(MemberDescription member, Map<Integer, String> nodes) {
    member.assignment().topicPartitions().stream()
        .filter(partition -> partition.topic().equals(topic))
        .forEach(partition -> nodes.put(partition.partition(), member.consumerId()));
  }
}
