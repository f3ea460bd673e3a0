package io.vedette.transport.detection;

import io.vedette.text.Count;
import io.vedette.text.Printable;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.detection.DetectionBatch.Rejection;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.record.CloudEvents;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of rejected frames: with the picture if Kafka accepts it, else without, since a
 * refused record would delay all others. Confined to one thread.
 */
public final class Rejections {
  private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);
  private static final int LONGEST_REASON = 1000;
  private static final int LONGEST_STACK = 4000;
  private static final int OVERHEAD = 128;
  private static final int HEADER_OVERHEAD = 10;

  private final @Nullable String topic;
  private long largest;

  /**
   * @param topic written to; null when they are not kept
   * @param largest record that is thought to be taken, in bytes
   */
  public Rejections(@Nullable String topic, long largest) {
    this.topic = topic;
    this.largest = largest;
  }

  /** The records of rejected frames; none without a topic. */
  public List<ProducerRecord<String, byte[]>> records(List<Rejection> rejected) {
    String present = topic;
    return present == null
        ? List.of()
        : rejected.stream().map(rejection -> record(present, rejection)).toList();
  }

  /** Learns from a batch that failed; where it was too large, larger pictures are left out now. */
  void failed(List<Rejection> rejected, KafkaException why) {
    long tried = records(rejected).stream().mapToLong(Rejections::size).max().orElse(0);
    if (tried > 0 && KafkaFailures.isOfOneRecord(why)) {
      largest = tried / 2;
      LOG.warn(
          "Kafka refuses {} of a rejected frame; larger pictures are left out", Count.bytes(tried));
    }
  }

  private ProducerRecord<String, byte[]> record(String to, Rejection rejection) {
    ProducerRecord<String, byte[]> whole = record(to, rejection, rejection.frame().jpeg());
    return size(whole) <= largest ? whole : record(to, rejection, null);
  }

  private static ProducerRecord<String, byte[]> record(
      String topic, Rejection rejection, byte @Nullable [] picture) {
    FrameRecord frame = rejection.frame();
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, null, frame.camera(), picture);
    if (frame.frame() != null) {
      FrameRecords.write(topic, null, frame.frame())
          .headers()
          .forEach(header -> record.headers().add(header));
    }
    CloudEvents.put(record.headers(), "reason", Printable.line(rejection.reason(), LONGEST_REASON));
    CloudEvents.put(record.headers(), "stack", Printable.cut(rejection.stack(), LONGEST_STACK));
    CloudEvents.put(
        record.headers(),
        "ref",
        "%s/%d/%d"
            .formatted(frame.partition().topic(), frame.partition().number(), frame.offset()));
    return record;
  }

  /** Bytes a record takes at most. */
  private static long size(ProducerRecord<String, byte[]> record) {
    long size = OVERHEAD + 3L * record.key().length();
    size += length(record.value());
    for (Header header : record.headers()) {
      size += HEADER_OVERHEAD + 3L * header.key().length() + length(header.value());
    }
    return size;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
