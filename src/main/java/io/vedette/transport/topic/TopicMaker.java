package io.vedette.transport.topic;

import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The creation of missing topics. Confined to one thread. */
public final class TopicMaker {
  private static final long PATIENCE_SECONDS = 30;

  private final KafkaAccess kafka;
  private final Admin admin;

  /**
   * @param admin the client; the caller closes it
   */
  public TopicMaker(KafkaAccess kafka, Admin admin) {
    this.kafka = kafka;
    this.admin = admin;
  }

  /**
   * Waits until Kafka answers.
   *
   * @throws Failure as {@link #make}
   */
  void connect() {
    try {
      get(admin.describeCluster().clusterId());
    } catch (ExecutionException e) {
      throw unusable(e);
    }
  }

  /**
   * Creates the topics that are missing.
   *
   * @return the names of those that were missing
   * @throws Failure of action STOP when the broker refuses, RETRY when it cannot be reached
   */
  public List<String> make(List<NewTopic> topics) {
    List<String> made = new ArrayList<>();
    List<NewTopic> missing = missing(topics);
    Map<String, KafkaFuture<Void>> answers = admin.createTopics(missing).values();
    for (NewTopic topic : missing) {
      if (isMade(topic.name(), Objects.requireNonNull(answers.get(topic.name())))) {
        made.add(topic.name());
      }
    }
    return made;
  }

  private List<NewTopic> missing(List<NewTopic> topics) {
    Map<String, KafkaFuture<TopicDescription>> found =
        admin.describeTopics(topics.stream().map(NewTopic::name).toList()).topicNameValues();
    List<NewTopic> missing = new ArrayList<>();
    for (NewTopic topic : topics) {
      try {
        get(Objects.requireNonNull(found.get(topic.name())));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw unusable(e);
        }
        missing.add(TopicSpecs.takingAnyClock(topic));
      }
    }
    return missing;
  }

  /** Whether this client created a topic; false when another one was first. */
  private boolean isMade(String topic, KafkaFuture<Void> answer) {
    try {
      get(answer);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      if (e.getCause() instanceof AuthorizationException) {
        throw Failure.stop(kafka.refusals().missingTopic(topic), e);
      }
      throw unusable(e);
    }
  }

  private void get(KafkaFuture<?> answer) throws ExecutionException {
    try {
      var unused = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw unusable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unusable(e);
    }
  }

  private Failure unusable(Exception e) {
    Optional<String> refusal = kafka.refusals().reason(e);
    if (refusal.isPresent()) {
      return Failure.stop(refusal.get(), e);
    }
    boolean isSilent =
        e instanceof TimeoutException
            || e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException;
    String reason =
        isSilent ? kafka.refusals().silence().orElse("no answer") : KafkaFailures.rootMessage(e);
    return Failure.retry(
        "Kafka at %s cannot be used (%s); check kafka.bootstrap.servers and that it runs"
            .formatted(kafka.bootstrapServers(), reason),
        e);
  }
}
