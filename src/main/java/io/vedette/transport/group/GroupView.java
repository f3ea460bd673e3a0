package io.vedette.transport.group;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of each member of a group, seen from outside. Thread-safe.
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

  /** The member of each partition of the topic; empty when there is none or it is unknown. */
  public Map<Integer, String> nodes() {
    Map<Integer, String> nodes = new HashMap<>();
    described().orElse(List.of()).forEach(member -> add(member, nodes));
    return nodes;
  }

  /** The number of members; 0 when it is unknown. */
  public int members() {
    return described().orElse(List.of()).size();
  }

  /** The members' names; empty when Kafka does not tell them in time. */
  public Optional<Set<String>> names() {
    return described()
        .map(
            members ->
                members.stream().map(MemberDescription::clientId).collect(Collectors.toSet()));
  }

  /**
   * The names of the members of several groups; a group of which Kafka does not tell is left out.
   */
  public static Map<String, Set<String>> names(KafkaAccess kafka, Collection<String> groups) {
    Map<String, Set<String>> names = new HashMap<>();
    if (groups.isEmpty()) {
      return names;
    }
    try (Admin admin = KafkaClients.admin(kafka.admin())) {
      admin
          .describeConsumerGroups(groups)
          .describedGroups()
          .forEach((group, answer) -> names(answer).ifPresent(found -> names.put(group, found)));
    }
    return names;
  }

  private static Optional<Set<String>> names(KafkaFuture<ConsumerGroupDescription> answer) {
    try {
      return Optional.of(
          answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS).members().stream()
              .map(MemberDescription::clientId)
              .collect(Collectors.toSet()));
    } catch (ExecutionException e) {
      return e.getCause() instanceof GroupIdNotFoundException
          ? Optional.of(Set.of())
          : Optional.empty();
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * How a group does.
   *
   * @param members how many there are; empty when it cannot be told
   * @param behind how many records of the topic it has yet to read, of partitions that it has begun
   *     with; empty when it has begun with none or it cannot be told
   */
  public record Standing(OptionalInt members, OptionalLong behind) {}

  /** How the group does at present. */
  public Standing standing() {
    try (Admin admin = KafkaClients.admin(kafka.admin())) {
      return new Standing(members(admin), behind(admin));
    }
  }

  private OptionalInt members(Admin admin) {
    return asked(
        "group %s cannot be described",
        OptionalInt.empty(), () -> OptionalInt.of(described(admin).size()));
  }

  private OptionalLong behind(Admin admin) {
    return asked(
        "the lag of %s cannot be measured",
        OptionalLong.empty(),
        () -> {
          Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .forEach(
                  (partition, next) -> {
                    if (next != null && partition.topic().equals(topic)) {
                      done.put(partition, next);
                    }
                  });
          return done.isEmpty() ? OptionalLong.empty() : OptionalLong.of(behind(admin, done));
        });
  }

  /** What Kafka is asked for; its answer may not come. */
  private interface Question<T> {
    T ask() throws ExecutionException, TimeoutException, InterruptedException;
  }

  private <T> T asked(String failure, T otherwise, Question<T> question) {
    try {
      return question.ask();
    } catch (ExecutionException | TimeoutException e) {
      KafkaFailures.requireAllowed(kafka, failure.formatted(group), e);
      LOG.debug(failure.formatted(group), e);
      return otherwise;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }

  private static long behind(Admin admin, Map<TopicPartition, OffsetAndMetadata> done)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    done.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        admin
            .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
            .all()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long behind = 0;
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : done.entrySet()) {
      ListOffsetsResultInfo end = ends.get(next.getKey());
      behind += end == null ? 0 : Math.max(0, end.offset() - next.getValue().offset());
    }
    return behind;
  }

  private Optional<List<MemberDescription>> described() {
    try (Admin admin = KafkaClients.admin(kafka.admin())) {
      return asked(
          "group %s cannot be described", Optional.empty(), () -> Optional.of(described(admin)));
    }
  }

  /** Its members; none of a group that does not exist yet. */
  private List<MemberDescription> described(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return admin
          .describeConsumerGroups(List.of(group))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(described -> described.members().stream())
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }

  private void add(MemberDescription member, Map<Integer, String> nodes) {
    member.assignment().topicPartitions().stream()
        .filter(partition -> partition.topic().equals(topic))
        .forEach(partition -> nodes.put(partition.partition(), member.consumerId()));
  }
}
