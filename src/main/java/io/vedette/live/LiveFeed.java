package io.vedette.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.live.ViewerRequest.Moment;
import io.vedette.metric.Metric;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of all cameras for all viewers: live ones from one shared reader, past ones from a
 * reader for each viewer. Cameras that nobody watches are not read. Thread-safe.
 */
public final class LiveFeed implements Service, MeterBinder {
  private static final int RENDERERS = 2;
  private static final int PLAYBACKS = 8;

  private final KafkaAccess kafka;
  private final Topics topics;
  private final CameraOverview overview;
  private final Supervisor supervisor;
  private final InstantSource clock;
  private final Renditions renditions;
  private final Present present;
  private final KeptFrames kept;
  private final Semaphore playbacksLeft = new Semaphore(PLAYBACKS);
  private final Map<Audience, Playback> playbacks = new ConcurrentHashMap<>();
  private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
  private final LongAdder sent = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder skipped = new LongAdder();

  public LiveFeed(KafkaAccess kafka, Topics topics, Supervisor supervisor, InstantSource clock) {
    this.kafka = kafka;
    this.topics = topics;
    this.supervisor = supervisor;
    this.clock = clock;
    this.overview = new CameraOverview(kafka, topics, supervisor);
    this.kept = new KeptFrames(kafka, topics);
    this.renditions = new Renditions(RENDERERS, supervisor);
    this.present = new Present(kafka, topics, overview, supervisor);
  }

  @Override
  public void start() {
    overview.start();
    renditions.start();
    present.start();
  }

  @Override
  public void close() {
    playbacks.values().forEach(Playback::close);
    present.close();
    kept.close();
    renditions.close();
    overview.close();
  }

  /** Opens a viewer; caller closes. */
  public Viewer open(Viewer.Terms terms) {
    Viewer viewer = new Viewer(new FeedDesk(), terms);
    viewers.add(viewer);
    present.join(viewer);
    return viewer;
  }

  /**
   * One picture of a camera; fails with a {@link java.util.concurrent.TimeoutException} when there
   * is none in time.
   *
   * @param at the time of the picture; null for the next one
   * @param boxes whether to wait for its detections
   */
  public CompletableFuture<LivePicture> picture(
      String camera, @Nullable Instant at, boolean boxes, Duration timeout) {
    Single single = new Single(camera, boxes);
    CompletableFuture<LivePicture> result =
        single.result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (at == null) {
      present.join(single);
      present.changed(single);
      return result.whenComplete((picture, failure) -> present.leave(single));
    }
    @Nullable String refusal = play(single, new Moment(at, 0));
    if (refusal != null) {
      return CompletableFuture.failedFuture(new IllegalStateException(refusal));
    }
    return result.whenComplete((picture, failure) -> stop(single));
  }

  /**
   * A picture as a JPEG with its boxes drawn in.
   *
   * @param halvings number of times that width and height are halved, 0 to 3
   */
  public CompletableFuture<byte[]> annotated(LivePicture picture, int halvings) {
    return renditions.annotated(picture, halvings);
  }

  /** A picture as a JPEG, its width and height halved a number of times. */
  public CompletableFuture<byte[]> jpeg(LivePicture picture, int halvings) {
    return picture.jpeg(halvings, renditions);
  }

  /** Whether there is a camera of this id, or was one lately. */
  public boolean isKnown(String camera) {
    return overview.look(camera).state() != CameraLook.State.UNKNOWN;
  }

  /**
   * The JPEG of a camera at a place of the frames topic; empty when Kafka keeps it no longer.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka fails
   */
  public Optional<byte[]> kept(String camera, int partition, long offset)
      throws InterruptedException {
    return kept.fetch(camera, partition, offset);
  }

  /** Number of partitions that are read for live pictures. */
  public int partitions() {
    return present.partitions();
  }

  /** Number of viewers. */
  public int viewers() {
    return viewers.size();
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Metric.LIVE_VIEWERS.in(meters).gauge(viewers, Set::size);
    Metric.LIVE_PARTITIONS.in(meters).gauge(present, Present::partitions);
    Metric.LIVE_SENT.in(meters).counter(sent, LongAdder::sum);
    Metric.LIVE_SENT_BYTES.in(meters).counter(sentBytes, LongAdder::sum);
    Metric.LIVE_SKIPPED.in(meters).counter(skipped, LongAdder::sum);
  }

  private @Nullable String play(Audience audience, Moment moment) {
    @Nullable Playback playing = playbacks.get(audience);
    if (playing != null) {
      playing.move(moment);
      return null;
    }
    if (!playbacksLeft.tryAcquire()) {
      return "%d others look at the past already; try again later".formatted(PLAYBACKS);
    }
    Playback made =
        new Playback(new Playback.Source(kafka, topics, overview), audience, clock, supervisor);
    made.move(moment);
    playbacks.put(audience, made);
    made.start();
    return null;
  }

  private void stop(Audience audience) {
    @Nullable Playback playing = playbacks.remove(audience);
    if (playing != null) {
      playing.end();
      playbacksLeft.release();
    }
  }

  /** An audience that waits for one picture. */
  private static final class Single implements Audience {
    private final Set<String> camera;
    private final boolean boxes;
    private final CompletableFuture<LivePicture> result = new CompletableFuture<>();

    private Single(String camera, boolean boxes) {
      this.camera = Set.of(camera);
      this.boxes = boxes;
    }

    @Override
    public boolean wantsBoxes() {
      return boxes;
    }

    @Override
    public Set<String> cameras() {
      return result.isDone() ? Set.of() : camera;
    }

    @Override
    public void offer(LivePicture picture) {
      result.complete(picture);
    }
  }

  /** The desk of this feed. */
  private final class FeedDesk implements Viewer.Desk {
    @Override
    public Renditions renditions() {
      return renditions;
    }

    @Override
    public CameraOverview overview() {
      return overview;
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public void changed(Viewer viewer) {
      @Nullable Playback playing = playbacks.get(viewer);
      if (playing == null) {
        present.changed(viewer);
      }
    }

    @Override
    public @Nullable String show(Viewer viewer, Moment moment) {
      viewer.forget();
      if (moment.at() == null) {
        stop(viewer);
        present.join(viewer);
        present.changed(viewer);
        return null;
      }
      @Nullable String refusal = play(viewer, moment);
      if (refusal == null) {
        present.leave(viewer);
      }
      return refusal;
    }

    @Override
    public @Nullable Instant shown(Viewer viewer) {
      @Nullable Playback playing = playbacks.get(viewer);
      return playing == null ? null : playing.position();
    }

    @Override
    public void skipped() {
      skipped.increment();
    }

    @Override
    public void sent(int bytes) {
      sent.increment();
      sentBytes.add(bytes);
    }

    @Override
    public void closed(Viewer viewer) {
      viewers.remove(viewer);
      stop(viewer);
      present.leave(viewer);
    }
  }
}
