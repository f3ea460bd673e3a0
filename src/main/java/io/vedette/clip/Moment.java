package io.vedette.clip;

import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.frame.FrameId;
import io.vedette.transport.record.Records;
import io.vedette.transport.table.PositionReader.Item;
import io.vedette.transport.topic.Topics;
import io.vedette.validation.Reading;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a frame, around which pictures are kept. Immutable.
 *
 * @param atMillis capture time of the frame, in ms since the epoch
 * @param place where the frame is in Kafka
 */
record Moment(FrameId frame, long atMillis, RecordReference place) {

  /** The moment of a record; empty when it is none, a defect when it cannot be read. */
  static Reading<Optional<Moment>> of(Item item, Topics topics) {
    if (item.value() == null) {
      return Reading.of(Optional::empty);
    }
    if (item.place().topic().equals(topics.alerts())) {
      return Records.alert(item.key(), item.value())
          .then(alert -> Moment.of(alert.origin(), topics));
    }
    return SceneEventType.knows(item.type())
        ? Records.sceneEvent(item.key(), item.value())
            .then(event -> isShown(event) ? Moment.of(event.origin(), topics) : Optional.empty())
        : Reading.of(Optional::empty);
  }

  /** An empty zone shows nothing; where somebody is to be told of it there is an alert. */
  private static boolean isShown(SceneEvent event) {
    return event.track() != null || event.type() == SceneEventType.ZONE_CROWDED;
  }

  private static Optional<Moment> of(EventOrigin origin, Topics topics) {
    @Nullable RecordReference place = origin.frame().ref();
    boolean isKept =
        place != null
            && place.topic().equals(topics.frames())
            && origin.run().equals(FrameDetections.LIVE);
    return isKept && place != null
        ? Optional.of(
            new Moment(origin.frameId(), origin.frame().capturedAt().toEpochMilli(), place))
        : Optional.empty();
  }
}
