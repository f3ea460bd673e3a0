package io.vedette.transport.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTransactionsOptions;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * The check of which rights a login lacks, as far as Kafka answers: operations of topics and groups
 * that exist, and Describe of all, which comes with every other operation.
 */
final class RightsCheck {
  private final Admin admin;
  private final Rights rights;
  private final long deadline;
  private final List<Right> missing = new ArrayList<>();

  private RightsCheck(Admin admin, Rights rights, Duration timeout) {
    this.admin = admin;
    this.rights = rights;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  /**
   * The missing rights, each with the operations that are missing.
   *
   * @param timeout rights of which Kafka has not answered by then count as present
   * @throws AuthenticationException when Kafka does not let the client in
   */
  static List<Right> missing(Admin admin, Rights rights, Duration timeout) {
    RightsCheck check = new RightsCheck(admin, rights, timeout);
    if (check.isOpenToAll()) {
      return List.of();
    }
    int milliseconds = (int) timeout.toMillis();
    Map<String, KafkaFuture<TopicDescription>> topics = check.topics(milliseconds);
    Map<String, KafkaFuture<ConsumerGroupDescription>> groups = check.groups(milliseconds);
    DescribeTransactionsResult transactions =
        admin.describeTransactions(
            check.names(ResourceType.TRANSACTIONAL_ID),
            new DescribeTransactionsOptions().timeoutMs(milliseconds));
    for (Right right : rights.rights()) {
      switch (right.type()) {
        case TOPIC ->
            check.compare(right, topics.get(right.name()), TopicDescription::authorizedOperations);
        case GROUP ->
            check.compare(
                right, groups.get(right.name()), ConsumerGroupDescription::authorizedOperations);
        case TRANSACTIONAL_ID ->
            check.compare(right, transactions.description(right.name()), found -> null);
        default -> throw new IllegalStateException("no question for " + right);
      }
    }
    return check.missing;
  }

  private Map<String, KafkaFuture<TopicDescription>> topics(int milliseconds) {
    return admin
        .describeTopics(
            names(ResourceType.TOPIC),
            new DescribeTopicsOptions().includeAuthorizedOperations(true).timeoutMs(milliseconds))
        .topicNameValues();
  }

  private Map<String, KafkaFuture<ConsumerGroupDescription>> groups(int milliseconds) {
    return admin
        .describeConsumerGroups(
            names(ResourceType.GROUP),
            new DescribeConsumerGroupsOptions()
                .includeAuthorizedOperations(true)
                .timeoutMs(milliseconds))
        .describedGroups();
  }

  /** Whether Kafka has no ACLs and refuses nothing; no right is needed to ask that. */
  private boolean isOpenToAll() {
    AclBindingFilter any =
        new AclBindingFilter(
            new ResourcePatternFilter(ResourceType.CLUSTER, null, PatternType.LITERAL),
            AccessControlEntryFilter.ANY);
    try {
      var unused = admin.describeAcls(any).values().get(left(), TimeUnit.NANOSECONDS);
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof SecurityDisabledException;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A request for the operations that a login may do. */
  private interface Allowed<T> {
    @Nullable Set<AclOperation> of(T found);
  }

  private <T> void compare(Right right, @Nullable KafkaFuture<T> answer, Allowed<T> allowed) {
    try {
      @Nullable Set<AclOperation> operations =
          answer == null ? null : allowed.of(answer.get(left(), TimeUnit.NANOSECONDS));
      if (operations != null) {
        List<AclOperation> refused =
            Rights.withoutCreate(right).operations().stream()
                .filter(operation -> !operations.contains(operation))
                .toList();
        add(refused.isEmpty() ? null : right.with(refused));
      }
    } catch (ExecutionException e) {
      refused(right, e.getCause());
    } catch (TimeoutException e) {
      add(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Notes a refused question; a topic, group or id that does not exist yet says nothing about
   * rights.
   */
  private void refused(Right right, @Nullable Throwable reason) {
    if (reason instanceof AuthenticationException login) {
      throw login;
    }
    if (reason instanceof AuthorizationException) {
      add(Rights.withoutCreate(right));
    } else if (reason instanceof UnknownTopicOrPartitionException && right.isToCreate()) {
      Right created = right.with(List.of(AclOperation.CREATE));
      NewTopic topic = new NewTopic(right.name(), Optional.empty(), Optional.empty());
      compare(
          created,
          admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true)).all(),
          made -> null);
    }
  }

  private void add(@Nullable Right right) {
    if (right != null) {
      missing.add(right);
    }
  }

  private long left() {
    return Math.max(0, deadline - System.nanoTime());
  }

  private Set<String> names(ResourceType type) {
    return rights.of(type).stream().map(Right::name).collect(Collectors.toSet());
  }
}
