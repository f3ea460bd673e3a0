package io.vedette.transport.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.metric.Metric;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import io.vedette.text.Printable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The count of unreadable records: by topic in a meter, and in the log at most once in {@value
 * #SECONDS_APART} seconds for each topic. Thread-safe.
 */
public final class RecordDefects implements MeterBinder {
  private static final Logger LOG = LoggerFactory.getLogger(RecordDefects.class);
  private static final int SECONDS_APART = 10;
  private static final long NANOS_APART = Duration.ofSeconds(SECONDS_APART).toNanos();
  private static final int LONGEST_REASON = 300;

  private final Map<String, Tally> topics = new HashMap<>();

  private @Nullable MeterRegistry registry;

  /** The defects of one topic. */
  private static final class Tally {
    private final LongAdder count = new LongAdder();
    private long unlogged;
    private long loggedNanos = System.nanoTime() - NANOS_APART;
  }

  /** Adds a meter for each topic, also for those whose defects come later. */
  @Override
  public synchronized void bindTo(MeterRegistry meters) {
    registry = meters;
    topics.forEach((topic, tally) -> meter(meters, topic, tally));
  }

  /** Notes a record that is passed over. */
  public void add(ConsumerRecord<?, ?> record, String reason) {
    add(record.topic(), record.partition(), record.offset(), reason);
  }

  /** Notes a record that is passed over, by its place. */
  public synchronized void add(String topic, int partition, long offset, String reason) {
    Tally tally = topics.computeIfAbsent(topic, this::begun);
    tally.count.increment();
    long now = System.nanoTime();
    if (now - tally.loggedNanos < NANOS_APART) {
      tally.unlogged++;
      return;
    }
    String others =
        tally.unlogged == 0 ? "" : " (and %s before)".formatted(Count.of(tally.unlogged, "other"));
    tally.loggedNanos = now;
    tally.unlogged = 0;
    LOG.warn(
        "record {}-{}@{} is passed over: {}{}",
        topic,
        partition,
        offset,
        Printable.line(reason, LONGEST_REASON),
        others);
  }

  /** Counts a camera's unusable stored state, under the store's name. */
  public synchronized void addState(String store, String camera, String reason) {
    topics.computeIfAbsent(store, this::begun).count.increment();
    LOG.warn(
        "the stored {} of camera {} are dropped, its tracks begin again: {}",
        store,
        Printable.line(camera, LONGEST_REASON),
        Printable.line(reason, LONGEST_REASON));
  }

  /** The number of defects in a topic. */
  public synchronized long count(String topic) {
    Tally tally = topics.get(topic);
    return tally == null ? 0 : tally.count.sum();
  }

  /**
   * Hands a record over, and counts it as a defect where that fails because of its content. Other
   * failures are thrown on.
   */
  public <K, V> void guard(ConsumerRecord<K, V> record, Consumer<ConsumerRecord<K, V>> sink) {
    try {
      sink.accept(record);
    } catch (Failure | KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("stack", e);
      add(record, e.toString());
    }
  }

  private synchronized Tally begun(String topic) {
    Tally tally = new Tally();
    MeterRegistry present = registry;
    if (present != null) {
      meter(present, topic, tally);
    }
    return tally;
  }

  private static void meter(MeterRegistry meters, String topic, Tally tally) {
    var unused = Metric.RECORD_DEFECTS.in(meters).counter(tally, known -> known.count.sum(), topic);
  }
}
