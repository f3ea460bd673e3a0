package io.vedette.console.system;

import io.vedette.event.FrameDetections;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.detection.DetectionLog;
import io.vedette.transport.table.Promotions;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest detections of each partition and the promoted model, read from Kafka on demand, at
 * most once in some seconds. Thread-safe.
 */
public final class RecentDetections {
  private static final long FRESH_NANOS = Duration.ofSeconds(4).toNanos();
  private static final int MOST = 100;

  private final KafkaAccess kafka;
  private final Topics topics;
  private final DetectionLog log;
  private @Nullable Found last;
  private long readAt;

  public RecentDetections(KafkaAccess kafka, Topics topics) {
    this.kafka = kafka;
    this.topics = topics;
    this.log = new DetectionLog(kafka, topics.detections());
  }

  /**
   * The detections and the promotion that were read.
   *
   * @param promoted the digest of the promoted model; null where none was
   */
  record Found(List<FrameDetections> detections, @Nullable String promoted) {}

  /**
   * The last reading, at most some seconds old.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  synchronized Found read() {
    Found known = last;
    if (known == null || System.nanoTime() - readAt > FRESH_NANOS) {
      try (Promotions promotions = new Promotions(kafka, topics.promotions())) {
        known = new Found(log.newest(MOST), promotions.digest().orElse(null));
      }
      last = known;
      readAt = System.nanoTime();
    }
    return known;
  }
}
