package io.vedette.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.metric.Metric;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Reopenable;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.store.Database;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.table.PositionReader;
import io.vedette.transport.table.PositionReader.Item;
import io.vedette.transport.table.PositionReader.Place;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The copying of Kafka's records into the database, as they come. Rows and the offsets that they
 * come from are stored in one transaction: after a kill at any moment each record counts once.
 * Several consoles at one PostgreSQL take turns. Thread-safe.
 */
public final class Projector extends WorkerService implements MeterBinder {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ROUND = Duration.ofMillis(250);
  private static final long SWEEP_NANOS = Duration.ofMinutes(1).toNanos();

  private static final List<String> TABLES =
      List.of(
          "event",
          "track",
          "alert",
          "coverage",
          "window_count",
          "review",
          "note",
          "clip",
          "progress");

  private final KafkaAccess kafka;
  private final RecordRows rows;
  private final Database database;
  private final Retention retention;
  private final LongAdder records = new LongAdder();
  private volatile long lag = -1;

  public Projector(KafkaAccess kafka, Topics topics, Store store, Supervisor supervisor) {
    super("console-projection", CLOSE_TIMEOUT, supervisor);
    this.kafka = kafka;
    this.rows = new RecordRows(topics);
    this.database = store.database();
    this.retention = new Retention(store.database(), store.keep(), store.clock());
  }

  @Override
  protected Worker.Duty duty() {
    return new Copying();
  }

  /**
   * The database of the rows, and their retention.
   *
   * @param keep the time for which rows are kept
   */
  public record Store(Database database, Duration keep, InstantSource clock) {}

  /** The number of records that this process has read. */
  public long records() {
    return records.sum();
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Metric.PROJECTION_RECORDS.in(meters).counter(records, LongAdder::sum);
    Metric.PROJECTION_LAG.in(meters).gauge(this, known -> known.lag < 0 ? Double.NaN : known.lag);
  }

  /** The number of records that are yet to be read; -1 while that is unknown. */
  public long lag() {
    return lag;
  }

  /**
   * Deletes the copy of Kafka's records: the next console, or a running one, reads them again from
   * the beginning of what Kafka still has.
   */
  public static void clear(Database database) {
    database.write(
        sql -> {
          TABLES.forEach(table -> sql.update("delete from " + table));
          return true;
        });
  }

  /** The open reader, and the progress of its records in the database. */
  private record Reading(PositionReader reader, Progress progress) {
    void close() {
      reader.close();
    }
  }

  /** The copying of records from Kafka to the database. Confined to the worker's thread. */
  private final class Copying implements Worker.Duty {
    private final Reopenable<Reading> reading = new Reopenable<>(this::open, Reading::close);
    private long sweptAt = System.nanoTime() - SWEEP_NANOS;

    @Override
    public void run() throws InterruptedException {
      Reading open = reading.get();
      List<Item> items = open.reader.poll(ROUND);
      if (!items.isEmpty()) {
        copy(items, open.progress);
      }
      lag = open.reader.lag();
      sweep();
    }

    private Reading open() {
      Progress done = database.read(Progress::read);
      return new Reading(
          new PositionReader(kafka, "vedette-console-projection", rows.topics(), done::next), done);
    }

    /**
     * Writes records; those that the database does not accept are found by halving, and only they
     * are left out.
     */
    private void copy(List<Item> items, Progress done) {
      RowBatch batch = new RowBatch();
      items.forEach(item -> rows.add(item, batch).ifPresent(reason -> note(item, reason)));
      try {
        write(batch, items, done);
      } catch (Failure e) {
        throw e;
      } catch (RuntimeException e) {
        if (items.size() == 1) {
          note(items.get(0), e.toString());
          write(new RowBatch(), items, done);
        } else {
          int half = items.size() / 2;
          copy(items.subList(0, half), done);
          copy(items.subList(half, items.size()), done);
        }
      }
    }

    private void write(RowBatch batch, List<Item> items, Progress done) {
      Map<Place, Long> next = new HashMap<>();
      items.forEach(item -> next.put(item.place(), item.offset() + 1));
      database.write(
          sql -> {
            long first = batch.lock(sql);
            done.store(sql, next);
            batch.write(sql, first);
            return true;
          });
      done.advance(next);
      records.add(items.size());
    }

    private void note(Item item, String reason) {
      kafka.defects().add(item.place().topic(), item.place().partition(), item.offset(), reason);
    }

    private void sweep() {
      if (System.nanoTime() - sweptAt > SWEEP_NANOS && !retention.round()) {
        sweptAt = System.nanoTime();
      }
    }

    /** Closes the reader, so that records that were read and not written are read again. */
    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      onClose();
      return wait;
    }

    @Override
    public void onClose() {
      lag = -1;
      reading.close();
    }
  }
}
