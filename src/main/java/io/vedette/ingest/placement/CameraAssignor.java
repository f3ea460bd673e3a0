package io.vedette.ingest.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The assignor of the cameras topic's partitions, by the number of cameras in them. Made by Kafka's
 * consumer; asked on the thread of the group's leader.
 *
 * <p>Cooperative: a partition that is to move is first given up by its node and assigned to the
 * next one in the rebalance that follows, so that all other cameras are read on meanwhile.
 */
public final class CameraAssignor implements ConsumerPartitionAssignor, Configurable {
  /** Configuration key of a {@code Supplier<Map<Integer, Integer>>}: cameras by partition. */
  static final String CAMERAS = "vedette.cameras";

  private Supplier<Map<Integer, Integer>> cameras = Map::of;

  @Override
  @SuppressWarnings("unchecked") // CameraShare puts it in
  public void configure(Map<String, ?> configs) {
    if (configs.get(CAMERAS) instanceof Supplier<?> supplier) {
      cameras = (Supplier<Map<Integer, Integer>>) supplier;
    }
  }

  @Override
  public String name() {
    return "vedette-cameras";
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
  }

  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
    Map<String, Subscription> members = group.groupSubscription();
    String topic = members.values().iterator().next().topics().get(0);
    Integer count = metadata.partitionCountForTopic(topic);
    int[] load = load(count == null ? 0 : count);
    Map<String, Set<Integer>> owned = owned(members, load.length);
    Map<String, Set<Integer>> wanted = new Balance(load, owned).shares();
    Map<String, Assignment> assignments = new HashMap<>();
    wanted.forEach(
        (member, share) -> assignments.put(member, assignment(topic, free(member, share, owned))));
    return new GroupAssignment(assignments);
  }

  private int[] load(int partitions) {
    int[] load = new int[partitions];
    cameras
        .get()
        .forEach(
            (partition, number) -> {
              if (partition < partitions) {
                load[partition] = number;
              }
            });
    return load;
  }

  /**
   * The partitions that members have; of two members that claim one, the one of the later
   * generation has it.
   */
  private static Map<String, Set<Integer>> owned(
      Map<String, Subscription> members, int partitions) {
    Map<Integer, String> holders = new HashMap<>();
    members.forEach(
        (member, subscription) ->
            subscription.ownedPartitions().stream()
                .map(TopicPartition::partition)
                .filter(partition -> partition < partitions)
                .forEach(
                    partition ->
                        holders.merge(
                            partition, member, (one, other) -> later(one, other, members))));
    Map<String, Set<Integer>> owned = new HashMap<>();
    members.keySet().forEach(member -> owned.put(member, new HashSet<>()));
    holders.forEach(
        (partition, member) ->
            owned.computeIfAbsent(member, key -> new HashSet<>()).add(partition));
    return owned;
  }

  private static String later(String one, String other, Map<String, Subscription> members) {
    return generation(members.get(other)) > generation(members.get(one)) ? other : one;
  }

  private static int generation(@Nullable Subscription subscription) {
    return subscription == null ? -1 : subscription.generationId().orElse(-1);
  }

  /**
   * The partitions that a member may have now, without those that another one still has to give up.
   */
  private static List<Integer> free(
      String member, Set<Integer> share, Map<String, Set<Integer>> owned) {
    List<Integer> free = new ArrayList<>(share);
    owned.forEach(
        (other, partitions) -> {
          if (!other.equals(member)) {
            free.removeAll(partitions);
          }
        });
    return free;
  }

  private static Assignment assignment(String topic, List<Integer> partitions) {
    return new Assignment(
        partitions.stream().map(partition -> new TopicPartition(topic, partition)).toList());
  }
}
