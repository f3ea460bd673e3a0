package io.vedette.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of consumer groups that were killed together with the broker: they are removed, since
 * the broker would wait for their sessions to expire before it assigns their partitions. A member
 * that lives, in a process of its own, joins again by itself.
 */
final class DeadMembers {
  private static final Logger LOG = LoggerFactory.getLogger(DeadMembers.class);
  private static final long PATIENCE_SECONDS = 10;

  private final Map<String, Object> properties;

  DeadMembers(Map<String, String> access) {
    this.properties = new HashMap<>(access);
    properties.put("client.id", "vedette-broker");
  }

  /** Removes all members of all groups; what cannot be removed leaves when its session ends. */
  void remove() {
    try (Admin admin = Admin.create(properties)) {
      awaitGroups(admin);
      for (GroupListing group : get(admin.listGroups(withMembers()).all())) {
        get(
            admin
                .removeMembersFromConsumerGroup(
                    group.groupId(), new RemoveMembersFromConsumerGroupOptions())
                .all());
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("members of groups cannot be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Groups are listed as far as they are read in; a question for one of them waits for all. */
  private static void awaitGroups(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    var unused = get(admin.listConsumerGroupOffsets("vedette").all());
  }

  /** Only classic groups let an administrator remove a member that has no fixed name. */
  private static ListGroupsOptions withMembers() {
    return new ListGroupsOptions()
        .withTypes(Set.of(GroupType.CLASSIC))
        .inGroupStates(
            Set.of(
                GroupState.STABLE,
                GroupState.PREPARING_REBALANCE,
                GroupState.COMPLETING_REBALANCE));
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
