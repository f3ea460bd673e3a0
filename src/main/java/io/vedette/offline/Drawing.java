package io.vedette.offline;

import io.vedette.frame.DetectedObject;
import io.vedette.picture.Annotator.Mark;
import io.vedette.picture.Annotator.Outline;
import java.util.List;
import java.util.Locale;

/** The drawing over a picture: boxes, with zones and lines under them. Immutable. */
public record Drawing(List<Mark> marks, List<Outline> outlines) {
  /** Over a picture in which nothing was looked for yet. */
  static final Drawing NOTHING = new Drawing(List.of(), List.of());

  public Drawing {
    marks = List.copyOf(marks);
    outlines = List.copyOf(outlines);
  }

  /** A drawing of detections alone. */
  public static Drawing of(List<DetectedObject> objects) {
    return new Drawing(objects.stream().map(Drawing::mark).toList(), List.of());
  }

  private static Mark mark(DetectedObject object) {
    String caption = String.format(Locale.ROOT, "%s %.2f", object.label(), object.confidence());
    return new Mark(object.box(), caption, object.classId());
  }
}
