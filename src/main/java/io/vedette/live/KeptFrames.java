package io.vedette.live;

import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.frame.FrameFetcher;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reading of single frames by their position in Kafka, shared by simultaneous requests.
 * Thread-safe.
 */
final class KeptFrames implements AutoCloseable {
  private static final int FETCHERS = 3;
  private static final long PATIENCE_SECONDS = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final String topic;
  private final BlockingQueue<FrameFetcher> idle = new ArrayBlockingQueue<>(FETCHERS);

  KeptFrames(KafkaAccess kafka, Topics topics) {
    this.topic = topics.frames();
    for (int i = 0; i < FETCHERS; i++) {
      idle.add(new FrameFetcher(kafka, topics));
    }
  }

  /**
   * The JPEG at a place; empty when Kafka keeps it no longer, or it is not of that camera.
   *
   * @throws Failure of action RETRY when Kafka fails, or too many ask
   */
  Optional<byte[]> fetch(String camera, int partition, long offset) throws InterruptedException {
    @Nullable FrameFetcher fetcher = idle.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (fetcher == null) {
      throw Failure.retry("too many single pictures are asked for", null);
    }
    try {
      return fetcher.fetch(camera, new RecordReference(topic, partition, offset), TIMEOUT);
    } finally {
      idle.add(fetcher);
    }
  }

  @Override
  public void close() {
    idle.forEach(FrameFetcher::close);
  }
}
