package io.vedette.track;

import io.vedette.text.Count;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The largest size of a track worker's records. Kafka may take less than the settings say: a topic
 * that was made by other settings, or an older changelog. That is learned from the first refusal,
 * after which the same records are worked on again within the smaller size. Thread-safe.
 */
public final class RecordSizes {
  /** Configuration key of the sizes that the handler learns for. */
  static final String SIZES = "vedette.record.sizes";

  private static final Logger LOG = LoggerFactory.getLogger(RecordSizes.class);
  private static final int OVERHEAD = 256;
  private static final int HEADER_OVERHEAD = 10;
  private static final long LEAST = 16 << 10;

  private final AtomicLong largest;

  /**
   * @param largest most bytes of a record, until a refusal shows that it is less
   */
  RecordSizes(long largest) {
    this.largest = new AtomicLong(largest);
  }

  /** Whether Kafka accepts a record of these parts, as far as is known. */
  boolean fits(@Nullable String key, byte @Nullable [] value, Headers headers) {
    return size(key, value, headers) <= largest.get();
  }

  /** The most bytes of a value. */
  long largestValue() {
    return largest.get() - 2 * OVERHEAD;
  }

  private void refused(String topic, long size) {
    long smaller = Math.max(LEAST, Math.min(largest.get(), size) / 2);
    LOG.warn(
        "Kafka refuses a record of {} of topic {}; from here on records have up to {}",
        Count.bytes(size),
        topic,
        Count.bytes(smaller));
    largest.set(smaller);
  }

  private static long size(@Nullable String key, byte @Nullable [] value, Headers headers) {
    long size = OVERHEAD + (key == null ? 0 : 3L * key.length());
    size += value == null ? 0 : value.length;
    for (Header header : headers) {
      byte[] text = header.value();
      size += HEADER_OVERHEAD + 3L * header.key().length() + (text == null ? 0 : text.length);
    }
    return size;
  }

  /** The handler that learns from what Kafka refuses. Made by Kafka Streams. */
  public static final class Handler implements ProductionExceptionHandler {
    private @Nullable RecordSizes sizes;

    @Override
    public void configure(Map<String, ?> configs) {
      sizes = configs.get(SIZES) instanceof RecordSizes known ? known : null;
    }

    /** Ends the transaction of a refused record; the next one is made of smaller records. */
    @Override
    public Response handleError(
        ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception refusal) {
      RecordSizes known = sizes;
      if (refusal instanceof RecordTooLargeException && known != null) {
        byte[] value = record.value();
        byte[] key = record.key();
        long size = (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
        known.refused(record.topic(), size);
      }
      return Response.fail();
    }
  }
}
