package io.vedette.projection;

import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.store.Micros;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row of a track after one of its events. Immutable.
 *
 * @param ended the time of its end; null before
 * @param best the place of the frame that shows it best, as {@code partition/offset}; null when
 *     unknown
 */
record TrackRow(
    String id, String camera, TrackSummary summary, @Nullable Long ended, @Nullable String best) {
  static final String SQL =
      "insert into track (id, camera, number, label, started, seen, ended, top, zones, best)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " on conflict (id) do update set"
          + " label = case when excluded.seen >= track.seen then excluded.label else track.label end,"
          + " top = case when excluded.seen >= track.seen then excluded.top else track.top end,"
          + " zones = case when excluded.seen >= track.seen then excluded.zones else track.zones end,"
          + " best = case when excluded.seen >= track.seen then coalesce(excluded.best, track.best)"
          + " else coalesce(track.best, excluded.best) end,"
          + " ended = coalesce(excluded.ended, track.ended),"
          + " seen = case when excluded.seen >= track.seen then excluded.seen else track.seen end";

  static TrackRow of(SceneEvent event, TrackSummary track) {
    boolean isEnd = event.type() == SceneEventType.TRACK_ENDED;
    return new TrackRow(
        track.id(event.camera()),
        event.camera(),
        track,
        isEnd ? Micros.of(track.after().seenAt()) : null,
        place(track.best()));
  }

  private static @Nullable String place(TrackSummary.@Nullable BestFrame best) {
    var ref = best == null ? null : best.frame().ref();
    return ref == null ? null : ref.partition() + "/" + ref.offset();
  }

  /**
   * The union of two rows: the last state of the track, whichever event's record came first or came
   * twice.
   */
  TrackRow and(TrackRow other) {
    boolean isLater = !other.summary.after().seenAt().isBefore(summary.after().seenAt());
    TrackRow newer = isLater ? other : this;
    TrackRow older = isLater ? this : other;
    return new TrackRow(
        id,
        camera,
        newer.summary,
        newer.ended == null ? older.ended : newer.ended,
        newer.best == null ? older.best : newer.best);
  }

  List<@Nullable Object> values() {
    return Arrays.asList(
        id,
        camera,
        summary.number(),
        summary.label(),
        Micros.of(summary.startedAt()),
        Micros.of(summary.after().seenAt()),
        ended,
        summary.topConfidence(),
        String.join(",", summary.enteredZones()),
        best);
  }
}
