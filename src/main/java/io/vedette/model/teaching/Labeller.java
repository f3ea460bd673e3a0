package io.vedette.model.teaching;

import io.vedette.file.FileReason;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.model.accuracy.ClassMap;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.data.DataSet;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** The writer of a detector's boxes as YOLO labels. */
public final class Labeller {
  private Labeller() {}

  /**
   * Labels all pictures of a set.
   *
   * @param from the detector's classes
   * @param to the labels' classes
   * @param folder for a text file per picture
   * @return the number of boxes
   */
  public static int label(
      Evaluation detector, DataSet pictures, List<String> from, List<String> to, Path folder) {
    ClassMap classes = ClassMap.byName(from, to);
    AtomicInteger count = new AtomicInteger();
    detector.detect(
        pictures.val(),
        pictures::jpeg,
        (picture, found) -> {
          StringBuilder text = new StringBuilder();
          for (DetectedObject box : found) {
            if (classes.of(box.classId()) >= 0) {
              text.append(line(classes.of(box.classId()), box.box()));
              count.incrementAndGet();
            }
          }
          write(folder.resolve(picture.name().replaceAll("\\.[^./]+$", "") + ".txt"), text);
        });
    return count.get();
  }

  private static String line(int label, RelativeBox box) {
    return String.format(
        Locale.ROOT,
        "%d %.6f %.6f %.6f %.6f%n",
        label,
        box.x() + box.w() / 2,
        box.y() + box.h() / 2,
        box.w(),
        box.h());
  }

  private static void write(Path file, CharSequence text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw Failure.stop("labels " + file + " cannot be written: " + FileReason.of(e), e);
    }
  }
}
