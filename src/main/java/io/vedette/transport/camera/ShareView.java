package io.vedette.transport.camera;

import io.vedette.transport.KafkaAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which member of a group has which partitions at present, seen from outside. Thread-safe. */
final class ShareView {
  private static final Logger LOG = LoggerFactory.getLogger(ShareView.class);
  private static final long PATIENCE_SECONDS = 5;

  private final KafkaAccess kafka;
  private final String topic;
  private final String group;

  ShareView(KafkaAccess kafka, String topic, String group) {
    this.kafka = kafka;
    this.topic = topic;
    this.group = group;
  }

  /** The member of each partition of the topic; empty when there is none or it cannot be told. */
  Map<Integer, String> nodes() {
    try (Admin admin = Admin.create(kafka.admin())) {
      Map<Integer, String> nodes = new HashMap<>();
      admin
          .describeConsumerGroups(List.of(group))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .values()
          .forEach(described -> described.members().forEach(member -> add(member, nodes)));
      return nodes;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("group {} cannot be described", group, e); // there may be none yet
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }

  private void add(MemberDescription member, Map<Integer, String> nodes) {
    member.assignment().topicPartitions().stream()
        .filter(partition -> partition.topic().equals(topic))
        .forEach(partition -> nodes.put(partition.partition(), member.consumerId()));
  }
}
