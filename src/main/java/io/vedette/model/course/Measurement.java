package io.vedette.model.course;

import io.vedette.detection.DetectionSettings;
import io.vedette.frame.DetectedObject;
import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.accuracy.AccuracyMeter;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.data.DataPart;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.LabelledPicture;
import java.util.ArrayList;
import java.util.List;

/**
 * The accuracy of a network on all validation pictures together, and on those of each set.
 * Immutable.
 *
 * @param whole on all of them
 * @param parts the accuracies by set, of sets with pictures
 */
public record Measurement(Accuracy whole, List<PartAccuracy> parts) {
  public Measurement {
    parts = List.copyOf(parts);
  }

  /** Measures a network with the data's classes. */
  static Measurement of(Evaluation evaluation, DataSet data) {
    AccuracyMeter all = new AccuracyMeter(data.names());
    List<PartAccuracy> parts = new ArrayList<>();
    for (DataPart part : data.parts()) {
      if (!part.pictures().isEmpty()) {
        Counter counter = new Counter(data, all);
        evaluation.detect(part.pictures(), data::jpeg, counter::add);
        parts.add(
            new PartAccuracy(
                part.name(), counter.own.result(), counter.backgrounds, counter.alarms));
      }
    }
    return new Measurement(all.result(), parts);
  }

  /** Counts one set's pictures, for itself and for all. */
  private static final class Counter {
    private final AccuracyMeter own;
    private final AccuracyMeter all;
    private int backgrounds;
    private int alarms;

    private Counter(DataSet data, AccuracyMeter all) {
      this.own = new AccuracyMeter(data.names());
      this.all = all;
    }

    private void add(LabelledPicture picture, List<DetectedObject> found) {
      own.add(found, picture.boxes(), picture.size());
      all.add(found, picture.boxes(), picture.size());
      if (picture.isBackground()) {
        backgrounds++;
        boolean isAlarm =
            found.stream().anyMatch(box -> box.confidence() >= DetectionSettings.USUAL_CONFIDENCE);
        alarms += isAlarm ? 1 : 0;
      }
    }
  }
}
