package io.vedette.track.snapshot;

import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.runtime.Failure;
import io.vedette.track.snapshot.SnapshotRenderer.Judged;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.frame.FrameFetcher;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The best picture so far of each running track. Confined to one thread. */
final class SnapshotCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotCache.class);
  private static final Duration FETCH = Duration.ofSeconds(2);
  private static final int MOST_TRACKS = 20_000;

  private final FrameFetcher fetcher;
  private final SnapshotRenderer renderer = new SnapshotRenderer();
  private final Map<String, Kept> tracks =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST_TRACKS;
        }
      };

  /** The frame of a running track that was rated last, and the quality of the best one. */
  private record Kept(String frame, double quality) {}

  SnapshotCache(KafkaAccess kafka, Topics topics) {
    this.fetcher = new FrameFetcher(kafka, topics);
  }

  /**
   * The pictures that are better than earlier ones, of each track only the one of its newest best
   * frame.
   *
   * @throws Failure of action RETRY when Kafka fails; the cache may be ahead then
   */
  List<Judged> better(List<SceneEvent> events) {
    Map<String, SceneEvent> newest = new LinkedHashMap<>();
    for (SceneEvent event : events) {
      TrackSummary track = event.track();
      if (track != null && track.best() != null) {
        newest.put(track.id(event.camera()), event);
      }
    }
    List<Judged> better = new ArrayList<>();
    newest.forEach((id, event) -> better(id, event).ifPresent(better::add));
    return better;
  }

  /** Forgets all tracks: the next picture of each counts as its best. */
  void clear() {
    tracks.clear();
  }

  @Override
  public void close() {
    renderer.close();
    fetcher.close();
  }

  private Optional<Judged> better(String id, SceneEvent event) {
    @Nullable Kept before = tracks.get(id);
    Optional<Judged> judged = judge(id, event, before == null ? "" : before.frame);
    double highest = before == null ? -1 : before.quality;
    judged.ifPresent(
        found -> tracks.put(id, new Kept(found.frame(), Math.max(highest, found.quality()))));
    if (event.type() == SceneEventType.TRACK_ENDED) {
      tracks.remove(id);
    }
    return judged.filter(found -> found.quality() > highest);
  }

  /** Rates a track's best frame, unless it was rated last. */
  private Optional<Judged> judge(String id, SceneEvent event, String last) {
    BestFrame best = event.track() == null ? null : event.track().best();
    @Nullable RecordReference place = best == null ? null : best.frame().ref();
    if (best == null || place == null || Judged.name(best).equals(last)) {
      return Optional.empty();
    }
    Optional<byte[]> jpeg = fetcher.fetch(event.camera(), place, FETCH);
    if (jpeg.isEmpty()) {
      LOG.debug("the best frame of {} is no longer in Kafka", id);
    }
    try {
      return jpeg.map(bytes -> renderer.render(event, bytes));
    } catch (Failure e) {
      LOG.debug("the best frame of {} cannot be decoded", id, e);
      return Optional.empty();
    }
  }
}
