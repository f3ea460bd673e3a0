package io.vedette.event.scene;

import io.vedette.event.EventOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fact about one camera's scene, published once. Immutable.
 *
 * @param type the type
 * @param origin the frame that settled it
 * @param reasons the changes of the track; empty when there is none
 * @param track the object it is about; null when it is about a zone as a whole
 * @param zone the zone it is about, if any
 * @param line the line it is about, if any
 */
public record SceneEvent(
    SceneEventType type,
    EventOrigin origin,
    List<ChangeReason> reasons,
    @Nullable TrackSummary track,
    @Nullable ZoneFact zone,
    @Nullable LineFact line) {
  public SceneEvent {
    reasons = List.copyOf(reasons);
  }

  /**
   * The event's id, the same for the same fact from the same detections: {@code <detection
   * id>/<type>} and its subject, as {@code gate/17/4211@9f2c41d07a3e/zone.entered/12/yard}.
   */
  public String id() {
    StringBuilder id = new StringBuilder(origin.detectionId()).append('/').append(type.wireName());
    if (track != null) {
      id.append('/').append(track.number());
    }
    if (zone != null) {
      id.append('/').append(zone.name());
    }
    if (line != null) {
      id.append('/').append(line.name()).append('/').append(line.toLeft() + line.toRight());
    }
    return id.toString();
  }

  /**
   * Throws {@link IllegalArgumentException} when the track, zone or line that its type requires is
   * missing.
   */
  void requireParts() {
    require(track != null || type.isAboutZoneAlone(), "a track");
    require(zone != null || !type.wireName().startsWith("zone."), "a zone");
    require(
        zone == null || zone.dwell() != null || !type.hasDwell(), "how long it was in the zone");
    require(
        zone == null || zone.since() != null || type != SceneEventType.ZONE_DESERTED,
        "since when the zone is empty");
    require(line != null || type != SceneEventType.LINE_CROSSED, "a line");
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(
          type.wireName() + ": expected " + what + ", found nothing");
    }
  }

  public String camera() {
    return origin.camera();
  }

  /** The capture time of the frame that settled it. */
  public Instant at() {
    return origin.frame().capturedAt();
  }

  /**
   * A zone and what happened there.
   *
   * @param since the time since when it is so
   * @param dwell the time for which an object was or has been in the zone; null for the zone as a
   *     whole
   * @param objects number of objects in the zone
   */
  public record ZoneFact(
      String name, @Nullable Instant since, @Nullable Duration dwell, int objects) {}

  /**
   * A counting line and its crossing.
   *
   * @param direction of the last crossing, {@code left} or {@code right}, as one looks from its
   *     start to its end in the picture; empty when there was none
   * @param toLeft crossings to the left so far
   * @param toRight crossings to the right so far
   */
  public record LineFact(String name, String direction, long toLeft, long toRight) {}
}
