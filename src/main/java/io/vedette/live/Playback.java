package io.vedette.live;

import io.vedette.event.FrameDetections;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.live.ViewerRequest.Moment;
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
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The past pictures for one viewer: all cameras by the same clock, which runs at a rate from a
 * given time on. Reads ahead by a bounded time. Thread-safe; hands pictures over on its own thread.
 */
final class Playback extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofMillis(20);
  private static final Duration BEFORE = Duration.ofMillis(1500);
  private static final Duration AHEAD = Duration.ofSeconds(2);
  private static final Duration BEHIND_NOW = Duration.ofSeconds(1);
  private static final long STILL_NANOS = Duration.ofMillis(500).toNanos();
  private static final int MOST_BOXES = 20_000;
  private static final int MOST_FRAMES = 60;

  private final Source source;
  private final Audience audience;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Moment> asked = new AtomicReference<>();
  private volatile Instant position = Instant.EPOCH;

  /** The source of past pictures. */
  record Source(KafkaAccess kafka, Topics topics, CameraOverview overview) {}

  Playback(Source source, Audience audience, InstantSource clock, Supervisor supervisor) {
    super("live-playback", CLOSE_TIMEOUT, supervisor);
    this.source = source;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  protected Worker.Duty duty() {
    return new Play();
  }

  /** Continues at another moment; one in the future counts as now. */
  void move(Moment moment) {
    position = Objects.requireNonNull(moment.at());
    asked.set(moment);
  }

  /** The time that is shown. */
  Instant position() {
    return position;
  }

  /** Ends the playback without waiting. */
  void end() {
    worker().stop();
  }

  /** The reading and the handing over of pictures. Confined to the worker's thread. */
  private final class Play implements Worker.Duty, LiveReader.Listener {
    private final Map<String, Deque<Frame>> ahead = new HashMap<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<FrameId, List<DetectedObject>> boxes = new LinkedHashMap<>();
    private final Map<Integer, Instant> seenTo = new HashMap<>();
    private final Reopenable<LiveReader> reader =
        new Reopenable<>(() -> new LiveReader(source.kafka(), source.topics()), LiveReader::close);
    private Set<String> watched = Set.of();
    private Moment moment = new Moment(Instant.EPOCH, 0);
    private long sinceNanos;

    @Override
    public void run() {
      LiveReader open = reader.get();
      tune(open);
      position = now();
      open.hold(far(), seenFar());
      open.poll(ROUND, this);
      position = now();
      ahead.values().forEach(this::handOver);
    }

    private void tune(LiveReader open) {
      @Nullable Moment next = asked.getAndSet(null);
      if (next != null) {
        moment = next;
        sinceNanos = System.nanoTime();
        ahead.clear();
        boxes.clear();
        seenTo.clear();
      }
      Set<String> wanted = Set.copyOf(audience.cameras());
      if (next != null || !wanted.equals(watched)) {
        watched = wanted;
        ahead.keySet().retainAll(wanted);
        open.watch(wanted, source.overview()::place, now().minus(BEFORE));
        open.seek(now().minus(BEFORE));
      }
    }

    private Instant now() {
      long passed = (long) ((System.nanoTime() - sinceNanos) * moment.rate());
      Instant at = Objects.requireNonNull(moment.at()).plusNanos(passed);
      Instant last = clock.instant().minus(BEHIND_NOW);
      return at.isAfter(last) ? last : at;
    }

    /** The partitions of frames that are read far enough ahead. */
    private Set<Integer> far() {
      Set<Integer> far = new HashSet<>();
      ahead.forEach(
          (camera, frames) -> {
            @Nullable Frame last = frames.peekLast();
            if (last != null
                && (frames.size() > MOST_FRAMES
                    || last.capturedAt().isAfter(position.plus(AHEAD)))) {
              far.add(places.getOrDefault(camera, -1));
            }
          });
      return far;
    }

    private Set<Integer> seenFar() {
      Set<Integer> far = new HashSet<>();
      seenTo.forEach(
          (place, at) -> {
            if (at.isAfter(position.plus(AHEAD).plus(AHEAD))) {
              far.add(place);
            }
          });
      return far;
    }

    /** Hands over the last picture whose time has come. */
    private void handOver(Deque<Frame> frames) {
      @Nullable Frame due = null;
      while (!frames.isEmpty() && !frames.getFirst().capturedAt().isAfter(position)) {
        due = frames.removeFirst();
      }
      if (due != null && frames.isEmpty() && isReadingStill()) {
        frames.addFirst(due);
      } else if (due != null) {
        audience.offer(new LivePicture(due, boxes.remove(due.id())));
      }
    }

    /** Whether time stands still and a later picture than the last one may still be read. */
    private boolean isReadingStill() {
      return moment.rate() == 0 && System.nanoTime() - sinceNanos < STILL_NANOS;
    }

    @Override
    public void frame(Frame frame, int place) {
      places.put(frame.id().camera(), place);
      ahead.computeIfAbsent(frame.id().camera(), ignored -> new ArrayDeque<>()).addLast(frame);
    }

    @Override
    public void detections(FrameDetections seen, int place) {
      seenTo.put(place, seen.frame().capturedAt());
      boxes.put(seen.frameId(), seen.objects());
      if (boxes.size() > MOST_BOXES) {
        boxes.remove(boxes.keySet().iterator().next());
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
      reader.close();
    }
  }
}
