package io.vedette.clip;

import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.frame.FrameId;
import io.vedette.transport.record.Records;
import io.vedette.transport.table.PositionReader.Item;
import io.vedette.transport.topic.Topics;
import io.vedette.validation.Reading;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a frame, around which pictures are kept. Immutable.
 *
 * @param atMillis capture time of the frame, in ms since the epoch
 * @param leadMillis how long before that frame it began
 * @param place where the frame is in Kafka
 */
record Moment(FrameId frame, long atMillis, long leadMillis, RecordReference place) {
  /** The longest time from an object's first picture to its first event. */
  private static final Duration LONGEST_LEAD = Duration.ofMinutes(1);

  /** The moment of a record; empty when it is none, a defect when it cannot be read. */
  static Reading<Optional<Moment>> of(Item item, Topics topics) {
    if (item.value() == null) {
      return Reading.of(Optional::empty);
    }
    if (item.place().topic().equals(topics.alerts())) {
      return Records.alert(item.key(), item.value())
          .then(alert -> Moment.of(alert.origin(), Duration.ZERO, topics));
    }
    return SceneEventType.knows(item.type())
        ? Records.sceneEvent(item.key(), item.value())
            .then(
                event ->
                    isShown(event)
                        ? Moment.of(event.origin(), lead(event), topics)
                        : Optional.empty())
        : Reading.of(Optional::empty);
  }

  /** An empty zone shows nothing; a rule makes an alert where somebody wants one. */
  private static boolean isShown(SceneEvent event) {
    return event.track() != null || event.type() == SceneEventType.ZONE_CROWDED;
  }

  /** The time from a track's first picture to its first event, some frames later. */
  private static Duration lead(SceneEvent event) {
    @Nullable TrackSummary track = event.track();
    if (track == null || event.type() != SceneEventType.TRACK_STARTED) {
      return Duration.ZERO;
    }
    Duration lead = Duration.between(track.startedAt(), event.at());
    return lead.isNegative() || lead.compareTo(LONGEST_LEAD) > 0 ? Duration.ZERO : lead;
  }

  private static Optional<Moment> of(EventOrigin origin, Duration lead, Topics topics) {
    @Nullable RecordReference place = origin.frame().ref();
    boolean isKept =
        place != null
            && place.topic().equals(topics.frames())
            && origin.run().equals(FrameDetections.LIVE);
    return isKept && place != null
        ? Optional.of(
            new Moment(
                origin.frameId(),
                origin.frame().capturedAt().toEpochMilli(),
                lead.toMillis(),
                place))
        : Optional.empty();
  }
}
