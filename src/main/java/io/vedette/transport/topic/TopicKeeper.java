package io.vedette.transport.topic;

import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper of a role's topics: it creates again those that are deleted while the program runs.
 * Thread-safe.
 */
public final class TopicKeeper implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(TopicKeeper.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long ROUND_SECONDS = 5;

  private final KafkaAccess kafka;
  private final Topics topics;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Worker worker;

  public TopicKeeper(KafkaAccess kafka, Topics topics, Supervisor supervisor) {
    this.kafka = kafka;
    this.topics = topics;
    this.worker = new Worker("topic-keeper", PATIENCE, Keeping::new, supervisor);
  }

  @Override
  public void start() {
    worker.start();
  }

  @Override
  public void close() {
    closing.countDown();
    worker.close();
  }

  private final class Keeping implements Worker.Duty {
    private @Nullable Admin admin;

    @Override
    public void run() throws InterruptedException {
      if (closing.await(ROUND_SECONDS, TimeUnit.SECONDS)) {
        worker.stop();
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
