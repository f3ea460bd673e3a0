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
import java.util.function.Consumer;
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
 * The members of a consumer group and their partitions of one topic, seen from outside.
 * Thread-safe.
 *
 * <p>What asks about one group throws a failure of action STOP when Kafka refuses to answer.
 */
public final class GroupView {
  private static final Logger LOG = LoggerFactory.getLogger(GroupView.class);
  private static final long PATIENCE_SECONDS = 2;

  private final KafkaAccess kafka;
  private final String topic;
  private final String group;

  /** The view of a group's work on one topic. */
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

  /** The members' names; empty when Kafka does not answer in time. */
  public Optional<Set<String>> names() {
    return described().map(GroupView::names);
  }

  /**
   * The names of the members of several groups, without groups that Kafka does not describe, for
   * whatever reason.
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
          .forEach(
              (group, description) ->
                  answer(
                          () -> members(description),
                          e -> LOG.debug("group {} cannot be described", group, e))
                      .ifPresent(members -> names.put(group, names(members))));
    }
    return names;
  }

  private static Set<String> names(List<MemberDescription> members) {
    return members.stream().map(MemberDescription::clientId).collect(Collectors.toSet());
  }

  /**
   * The state of a group.
   *
   * @param members number of members; empty when Kafka does not answer
   * @param behind number of the topic's records that are yet to be read, of partitions that the
   *     group has begun with; empty when it has begun with none or Kafka does not answer
   */
  public record Standing(OptionalInt members, OptionalLong behind) {}

  /** The present state of the group. */
  public Standing standing() {
    try (Admin admin = KafkaClients.admin(kafka.admin())) {
      return new Standing(
          described(admin)
              .map(members -> OptionalInt.of(members.size()))
              .orElse(OptionalInt.empty()),
          asked("the lag of %s cannot be measured", () -> behind(admin))
              .orElse(OptionalLong.empty()));
    }
  }

  private OptionalLong behind(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
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
      return described(admin);
    }
  }

  private Optional<List<MemberDescription>> described(Admin admin) {
    return asked(
        "group %s cannot be described",
        () -> {
          var described = admin.describeConsumerGroups(List.of(group)).describedGroups();
          return members(described.values().iterator().next());
        });
  }

  /** The members of a group; none of a group that does not exist yet. */
  private static List<MemberDescription> members(KafkaFuture<ConsumerGroupDescription> description)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return List.copyOf(description.get(PATIENCE_SECONDS, TimeUnit.SECONDS).members());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }

  /** A question to Kafka, which may not be answered. */
  private interface Question<T> {
    T ask() throws ExecutionException, TimeoutException, InterruptedException;
  }

  private <T> Optional<T> asked(String failure, Question<T> question) {
    return answer(
        question,
        e -> {
          KafkaFailures.requireAllowed(kafka, failure.formatted(group), e);
          LOG.debug(failure.formatted(group), e);
        });
  }

  private static <T> Optional<T> answer(Question<T> question, Consumer<Exception> unanswered) {
    try {
      return Optional.of(question.ask());
    } catch (ExecutionException | TimeoutException e) {
      unanswered.accept(e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void add(MemberDescription member, Map<Integer, String> nodes) {
    member.assignment().topicPartitions().stream()
        .filter(partition -> partition.topic().equals(topic))
        .forEach(partition -> nodes.put(partition.partition(), member.consumerId()));
  }
}
