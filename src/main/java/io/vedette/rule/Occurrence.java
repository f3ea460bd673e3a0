package io.vedette.rule;

import io.vedette.tracking.Track;
import java.time.Duration;
import java.time.Instant;

/** Something that happened in front of a camera, at a capture time. Immutable. */
public sealed interface Occurrence {
  /** Capture time of the frame that settled it. */
  Instant at();

  /** An occurrence about one object. */
  sealed interface OfTrack extends Occurrence {
    Track track();
  }

  /** An occurrence in one zone. */
  sealed interface InZone extends Occurrence {
    String zone();
  }

  /** An object is confirmed. */
  record TrackStarted(Instant at, Track track) implements OfTrack {}

  /** The place of a known object, from time to time. */
  record TrackUpdated(Instant at, Track track) implements OfTrack {}

  /** A track has ended; it was last seen at {@code track.seenAt()}. */
  record TrackEnded(Instant at, Track track) implements OfTrack {}

  /** An object has stood still since a time; once for each standstill. */
  record TrackStopped(Instant at, Track track, Instant since) implements OfTrack {}

  /** An object that stood still moves again. */
  record TrackMoved(Instant at, Track track, Duration stood) implements OfTrack {}

  /** An object is in a zone since a time. */
  record ZoneEntered(Instant at, String zone, Track track, Instant since)
      implements OfTrack, InZone {}

  /** An object left a zone after some time in it, or ended there. */
  record ZoneLeft(Instant at, String zone, Track track, Duration dwell)
      implements OfTrack, InZone {}

  /** An object stays in a zone for longer than the limit; once for each visit. */
  record ZoneLoitering(Instant at, String zone, Track track, Duration dwell)
      implements OfTrack, InZone {}

  /** More objects are in a zone than its limit. */
  record ZoneCrowded(Instant at, String zone, int objects) implements InZone {}

  /** A crowded zone is back within its limit. */
  record ZoneEased(Instant at, String zone, int objects) implements InZone {}

  /** Nothing has been in a zone since a time; once until something enters. */
  record ZoneDeserted(Instant at, String zone, Instant since) implements InZone {}

  /** An object crossed a counting line; the counts include it. */
  record LineCrossed(Instant at, String line, Track track, Direction direction, LineCount count)
      implements OfTrack {}

  /**
   * The side to which a line was crossed, as one looks from its start to its end in the picture.
   */
  enum Direction {
    TO_LEFT,
    TO_RIGHT
  }

  /** The number of crossings of a line to each side. */
  record LineCount(long toLeft, long toRight) {
    static final LineCount NONE = new LineCount(0, 0);

    LineCount plus(Direction direction) {
      return switch (direction) {
        case TO_LEFT -> new LineCount(toLeft + 1, toRight);
        case TO_RIGHT -> new LineCount(toLeft, toRight + 1);
      };
    }
  }
}
