package io.vedette.transport.topic;

import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper of a role's topics: it creates again those that are deleted while the program runs.
 * Thread-safe.
 */
public final class TopicKeeper extends WorkerService {
  private static final Logger LOG = LoggerFactory.getLogger(TopicKeeper.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ROUND = Duration.ofSeconds(5);

  private final KafkaAccess kafka;
  private final Topics topics;

  public TopicKeeper(KafkaAccess kafka, Topics topics, Supervisor supervisor) {
    super("topic-keeper", CLOSE_TIMEOUT, supervisor);
    this.kafka = kafka;
    this.topics = topics;
  }

  @Override
  protected Worker.Duty duty() {
    return new Keeping();
  }

  private final class Keeping implements Worker.Duty {
    private @Nullable Admin admin;

    @Override
    public void run() throws InterruptedException {
      if (worker().awaitStop(ROUND)) {
        return;
      }
      List<String> made = topics.ensure(kafka, admin());
      if (!made.isEmpty()) {
        LOG.warn("missing topics were created again: {}", String.join(", ", made));
      }
    }

    private Admin admin() {
      Admin present = admin;
      if (present == null) {
        present = KafkaClients.admin(kafka.admin());
        admin = present;
      }
      return present;
    }

    @Override
    public void onClose() {
      Admin present = admin;
      if (present != null) {
        present.close(Duration.ZERO);
      }
    }
  }
}
