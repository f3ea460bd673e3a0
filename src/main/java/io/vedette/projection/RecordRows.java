package io.vedette.projection;

import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.event.operation.OperationEvent;
import io.vedette.event.review.ReviewKey;
import io.vedette.event.review.ReviewRecord;
import io.vedette.event.scene.SceneEventType;
import io.vedette.transport.record.Records;
import io.vedette.transport.table.PositionReader.Item;
import io.vedette.transport.topic.Topics;
import io.vedette.validation.Reading;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a record, by its topic and type. Immutable. */
final class RecordRows {
  private final List<String> operations = OperationEvent.cloudEventsTypes();
  private final String events;
  private final String alerts;
  private final String counts;
  private final String reviews;
  private final String clips;

  RecordRows(Topics topics) {
    this.events = topics.events();
    this.alerts = topics.alerts();
    this.counts = topics.counts();
    this.reviews = topics.reviews();
    this.clips = topics.clips();
  }

  /** The topics of the records. */
  List<String> topics() {
    return List.of(events, alerts, counts, reviews, clips);
  }

  /** Adds a record's rows to a batch; gives the reason when it cannot be read. */
  Optional<String> add(Item item, RowBatch batch) {
    byte[] value = item.value();
    if (value == null) {
      return remove(item, batch);
    }
    if (item.place().topic().equals(reviews)) {
      return add(ReviewRecord.read(item.key(), value), batch::add);
    }
    if (item.place().topic().equals(clips)) {
      return add(KeptClip.read(item.key(), value), batch::keep);
    }
    return item.place().topic().equals(events)
        ? addEvent(item, value, batch)
        : addResult(item, value, batch);
  }

  /** Adds a record without a value, which removes the one of its key. */
  private Optional<String> remove(Item item, RowBatch batch) {
    if (item.place().topic().equals(reviews)) {
      return add(ReviewKey.read(item.key()), batch::remove);
    }
    return item.place().topic().equals(clips)
        ? add(ClipSpan.ofKey(item.key()), batch::release)
        : Optional.empty();
  }

  private Optional<String> addResult(Item item, byte[] value, RowBatch batch) {
    return item.place().topic().equals(alerts)
        ? add(Records.alert(item.key(), value), alert -> batch.add(alert, value))
        : add(Records.count(item.key(), value), batch::add);
  }

  private Optional<String> addEvent(Item item, byte[] value, RowBatch batch) {
    if (SceneEventType.knows(item.type())) {
      return add(Records.sceneEvent(item.key(), value), event -> batch.add(event, value));
    }
    return operations.contains(item.type())
        ? add(Records.operation(item.key(), value), event -> batch.add(event, value))
        : Optional.empty(); // of a later version
  }

  private static <V> Optional<String> add(Reading<V> reading, Consumer<V> sink) {
    reading.value().ifPresent(sink);
    @Nullable String reason = reading.reason();
    return Optional.ofNullable(reason);
  }
}
