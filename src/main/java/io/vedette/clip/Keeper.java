package io.vedette.clip;

import io.vedette.clip.WantedTimes.Part;
import io.vedette.clip.pack.PackStore;
import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.frame.FrameSpanReader;
import io.vedette.transport.table.ClipTable;
import io.vedette.transport.table.PositionReader;
import io.vedette.transport.table.PositionReader.Item;
import io.vedette.transport.table.PositionReader.Place;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The copying of frames around events from Kafka to packs on a disk. It reads no other frames, and
 * continues after a kill where it was: it misses no frame that Kafka still has. Thread-safe.
 */
public final class Keeper extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ROUND = Duration.ofMillis(500);
  private static final long SWEEP_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long STEADY_MILLIS = Duration.ofMinutes(1).toMillis();

  /** The time after which frames and their detections are assumed to have come. */
  private static final long GRACE_MILLIS = 4_000;

  private final Source source;
  private final Disk disk;
  private final Clips clips;
  private final ClipMeters meters;

  /**
   * The source of frames.
   *
   * @param retention the time for which Kafka keeps frames
   */
  public record Source(KafkaAccess kafka, Topics topics, Duration retention) {}

  /** The place of kept pictures. */
  public record Disk(Path folder, ClipSettings settings, InstantSource clock) {}

  /**
   * @param clips shows the kept pictures to others
   */
  public Keeper(Source source, Disk disk, Clips clips, ClipMeters meters, Supervisor supervisor) {
    super("clip-keeper", CLOSE_TIMEOUT, supervisor);
    this.source = source;
    this.disk = disk;
    this.clips = clips;
    this.meters = meters;
  }

  @Override
  protected Worker.Duty duty() {
    return new Copying();
  }

  /** The time from capture, by the camera's clock, until frames of a session come to Kafka. */
  private record Shift(long session, long measuredAt, long millis) {}

  /** The copying of frames. Confined to the worker's thread. */
  private final class Copying implements Worker.Duty {
    private final PackStore packs =
        PackStore.open(disk.folder(), disk.settings().limits(), disk.clock());
    private final Positions positions = Positions.read(disk.folder().resolve("positions.json"));
    private @Nullable Reading reading;
    private long sweptAt = System.nanoTime() - SWEEP_NANOS;

    private Copying() {
      clips.opened(packs);
    }

    @Override
    public void run() throws InterruptedException {
      Reading open = reading;
      if (open == null) {
        open = new Reading();
        reading = open;
      }
      open.follow();
      meters.bytes(packs.bytes());
      sweep();
      packs.requireFreeDisk();
      open.round();
      meters.stopped(false);
    }

    private void sweep() {
      if (System.nanoTime() - sweptAt > SWEEP_NANOS) {
        packs.sweep(clips);
        sweptAt = System.nanoTime();
      }
    }

    /** Keeps the frames that are yet to be copied, unless events were read and not applied. */
    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      meters.stopped(true);
      Reading open = reading;
      if (open != null && open.isAdrift) {
        reading = null;
        open.close();
      }
      return wait;
    }

    @Override
    public void onClose() {
      Reading open = reading;
      reading = null;
      clips.closed();
      try (packs) {
        if (open != null) {
          open.close();
        }
      }
    }

    /** The reading of Kafka's topics. */
    private final class Reading implements AutoCloseable {
      private final Map<Place, Long> next = new HashMap<>(positions.all());
      private final WantedTimes wanted = new WantedTimes();
      private final Map<String, Shift> shifts = new HashMap<>();
      private final Services clients = new Services();
      private final ClipTable table;
      private final FrameSpanReader frames;
      private final FrameCopier copier;
      private final PositionReader events;
      private @Nullable Snapshot snapshot;
      private boolean isAdrift;

      private Reading() {
        try {
          KafkaAccess kafka = source.kafka();
          Topics topics = source.topics();
          table = clients.keep(new ClipTable(kafka, topics.clips()));
          frames = clients.keep(new FrameSpanReader(kafka, topics, "vedette-clip-frames"));
          copier = new FrameCopier(frames, packs, clips, meters);
          List<String> sources = List.of(topics.events(), topics.alerts());
          events =
              clients.keep(new PositionReader(kafka, "vedette-clip-events", sources, this::begin));
        } catch (RuntimeException e) {
          clients.close();
          throw e;
        }
      }

      /** Positions to store once all frames before a time are copied. */
      private record Snapshot(Map<Place, Long> next, long end) {}

      /**
       * The first offset of a partition at the first start: that of events in frames that Kafka
       * still has.
       */
      private OptionalLong begin(Place place) {
        @Nullable Long known = next.get(place);
        long earliest = disk.clock().instant().minus(source.retention()).toEpochMilli();
        return OptionalLong.of(
            known == null ? frames.offsetAt(place.topic(), place.partition(), earliest) : known);
      }

      private void follow() {
        table.follow(Duration.ZERO);
        List<ClipSpan> spans = table.clips().stream().map(KeptClip::span).toList();
        clips.pinned(spans);
      }

      private void round() throws InterruptedException {
        isAdrift = true;
        read(ready().isEmpty() ? ROUND : Duration.ZERO);
        isAdrift = false;
        WantedTimes.byPartition(ready()).forEach(this::copy);
        remember();
      }

      private List<Part> ready() {
        return wanted.ready(disk.clock().millis() - GRACE_MILLIS);
      }

      private void read(Duration patience) throws InterruptedException {
        for (Item item : events.poll(patience)) {
          Moment.of(item, source.topics())
              .orElse(reason -> note(item, reason))
              .flatMap(moment -> moment)
              .ifPresent(this::want);
          next.put(item.place(), item.offset() + 1);
        }
      }

      private void note(Item item, String reason) {
        source
            .kafka()
            .defects()
            .add(item.place().topic(), item.place().partition(), item.offset(), reason);
      }

      private void want(Moment moment) {
        OptionalLong came = came(moment);
        if (came.isEmpty()) {
          meters.gone();
          return;
        }
        wanted.add(
            moment.frame().camera(),
            moment.place().partition(),
            came.getAsLong() - moment.leadMillis() - disk.settings().before().toMillis(),
            came.getAsLong() + disk.settings().after().toMillis() + 1);
      }

      /**
       * The time when a moment's frame came to Kafka; Kafka is asked once a minute for each camera.
       */
      private OptionalLong came(Moment moment) {
        Shift known = shifts.get(moment.frame().camera());
        if (known == null
            || known.session() != moment.frame().session()
            || Math.abs(moment.atMillis() - known.measuredAt()) > STEADY_MILLIS) {
          OptionalLong came = frames.cameAt(moment.place().partition(), moment.place().offset());
          if (came.isEmpty()) {
            return came;
          }
          known =
              new Shift(
                  moment.frame().session(),
                  moment.atMillis(),
                  came.getAsLong() - moment.atMillis());
          shifts.put(moment.frame().camera(), known);
        }
        return OptionalLong.of(moment.atMillis() + known.millis());
      }

      private void copy(int partition, List<Part> parts) {
        copier.copy(partition, parts);
        parts.forEach(wanted::done);
      }

      /** Stores the positions, once all frames that were wanted until then are on the disk. */
      private void remember() {
        Snapshot waiting = snapshot;
        if (waiting == null) {
          snapshot = new Snapshot(Map.copyOf(next), wanted.end());
        } else if (!wanted.isWanting(waiting.end())) {
          snapshot = null;
          store(waiting.next());
        }
      }

      private void store(Map<Place, Long> done) {
        try {
          packs.force();
          positions.store(done);
        } catch (IOException e) {
          throw Failure.retry(
              "how far pictures are kept cannot be written to %s: %s"
                  .formatted(disk.folder(), FileReason.of(e)),
              e);
        }
      }

      @Override
      public void close() {
        clients.close();
      }
    }
  }
}
