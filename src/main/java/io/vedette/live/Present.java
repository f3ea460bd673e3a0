package io.vedette.live;

import io.vedette.event.FrameDetections;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Reopenable;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.frame.LiveReader;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The live pictures, read once for all viewers. While nobody looks, nothing is read and nothing
 * polled. Thread-safe; hands pictures over on its own thread.
 */
final class Present extends WorkerService implements LiveReader.Listener {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofMillis(50);
  private static final Duration BACK = Duration.ofMillis(1500);
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final KafkaAccess kafka;
  private final Topics topics;
  private final CameraOverview overview;
  private final Set<Audience> audiences = ConcurrentHashMap.newKeySet();
  private final Queue<Audience> changed = new ConcurrentLinkedQueue<>();
  private final Semaphore change = new Semaphore(0);
  private final BoxJoin join = new BoxJoin(picture -> hand(picture, true));
  private final Map<String, LivePicture> newest = new HashMap<>();
  private final Map<String, FrameId> lastFrames = new HashMap<>();
  private volatile int partitions;

  Present(KafkaAccess kafka, Topics topics, CameraOverview overview, Supervisor supervisor) {
    super("live-present", CLOSE_TIMEOUT, supervisor);
    this.kafka = kafka;
    this.topics = topics;
    this.overview = overview;
  }

  @Override
  protected Worker.Duty duty() {
    return new Read();
  }

  void join(Audience audience) {
    audiences.add(audience);
  }

  void leave(Audience audience) {
    audiences.remove(audience);
    change.release();
  }

  /** Notes that an audience wants other cameras. */
  void changed(Audience audience) {
    changed.add(audience);
    change.release();
  }

  int partitions() {
    return partitions;
  }

  @Override
  public void frame(Frame frame, int place) {
    FrameId id = frame.id();
    if (isNewer(id, lastFrames.get(id.camera()))) {
      lastFrames.put(id.camera(), id);
      LivePicture picture = new LivePicture(frame, null);
      newest.put(id.camera(), picture);
      hand(picture, false);
      join.frame(picture, System.nanoTime());
    }
  }

  /**
   * Whether a frame is newer than the last one: an owner of an older session is fenced, and a frame
   * that is read again was shown before.
   */
  private static boolean isNewer(FrameId id, @Nullable FrameId last) {
    return last == null
        || id.session() > last.session()
        || (id.session() == last.session() && id.sequence() > last.sequence());
  }

  @Override
  public void detections(FrameDetections seen, int place) {
    join.detections(seen, System.nanoTime());
  }

  private void hand(LivePicture picture, boolean isJoined) {
    for (Audience audience : audiences) {
      boolean isFit =
          audience.wantsBoxes() == isJoined || (!isJoined && audience.takesAny(picture.camera()));
      if (isFit && audience.cameras().contains(picture.camera())) {
        audience.offer(picture);
      }
    }
  }

  /** The reading of the cameras that are wanted. Confined to the worker's thread. */
  private final class Read implements Worker.Duty {
    private final Map<String, Long> lastWanted = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Reopenable<LiveReader> reader =
        new Reopenable<>(() -> new LiveReader(kafka, topics), LiveReader::close);
    private Set<String> watched = Set.of();
    private long tickedNanos = System.nanoTime();

    @Override
    public void run() throws InterruptedException {
      watch();
      tick();
      if (watched.isEmpty()) {
        var unused = change.tryAcquire(1, TimeUnit.SECONDS);
      } else {
        reader.get().poll(join.next(System.nanoTime(), ROUND), Present.this);
        join.expire(System.nanoTime());
      }
      change.drainPermits();
      greet();
    }

    /** Reads the cameras that are wanted, and for a while those that were. */
    private void watch() {
      long now = System.nanoTime();
      for (Audience audience : audiences) {
        audience.cameras().forEach(camera -> lastWanted.put(camera, now));
      }
      lastWanted.values().removeIf(nanos -> now - nanos > LINGER_NANOS);
      Set<String> wanted = new HashSet<>(lastWanted.keySet());
      if (!wanted.equals(watched) || wanted.stream().anyMatch(this::hasMoved)) {
        places.keySet().retainAll(wanted);
        wanted.forEach(camera -> places.put(camera, place(camera)));
        reader.get().watch(wanted, overview::place, Instant.now().minus(BACK));
        partitions = reader.get().partitions();
        newest.keySet().retainAll(wanted);
        lastFrames.keySet().retainAll(wanted);
        join.retain(wanted);
        watched = wanted;
      }
    }

    private boolean hasMoved(String camera) {
      return !places.getOrDefault(camera, -1).equals(place(camera));
    }

    private int place(String camera) {
      @Nullable Integer place = overview.place(camera);
      return place == null ? -1 : place;
    }

    /** Gives new audiences the newest pictures. */
    private void greet() {
      for (@Nullable Audience next = changed.poll(); next != null; next = changed.poll()) {
        for (String camera : next.cameras()) {
          @Nullable LivePicture picture = newest.get(camera);
          if (picture != null && next.takesAny(camera)) {
            next.offer(picture);
          }
        }
      }
    }

    private void tick() {
      long now = System.nanoTime();
      if (now - tickedNanos >= TICK_NANOS) {
        tickedNanos = now;
        audiences.forEach(Audience::tick);
      }
    }

    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      onClose();
      return wait;
    }

    @Override
    public void onClose() {
      watched = Set.of();
      partitions = 0;
      reader.close();
    }
  }
}
