package io.vedette.offline;

import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.tracking.Detection;
import io.vedette.tracking.accuracy.TrackerRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The detections of one file, read back from their JSON lines. Confined to one call. */
public final class RecordedDetections {
  private final List<TrackerRun.Found> found = new ArrayList<>();
  private @Nullable String camera;

  private RecordedDetections() {}

  /**
   * All detections, frames counted from 1; lines of tracks and events are left out.
   *
   * @param label only those of it; all when null
   * @throws IllegalArgumentException with the line that is wrong
   */
  public static List<TrackerRun.Found> read(Reader text, @Nullable String label)
      throws IOException {
    RecordedDetections detections = new RecordedDetections();
    BufferedReader lines = new BufferedReader(text);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank() && !line.contains("\"type\":")) {
        detections.add(event(line, number), label, number);
      }
    }
    return detections.found;
  }

  private static FrameDetections event(String line, int number) {
    try {
      return DetectionJson.read(line.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
    }
  }

  private void add(FrameDetections event, @Nullable String label, int number) {
    if (camera != null && !camera.equals(event.camera())) {
      throw new IllegalArgumentException(
          "line %d: expected detections of %s alone, found %s"
              .formatted(number, camera, event.camera()));
    }
    camera = event.camera();
    int frame = (int) event.frame().sequence() + 1;
    event.objects().stream()
        .filter(object -> label == null || label.equals(object.label()))
        .map(object -> new Detection(object.label(), object.confidence(), object.box()))
        .forEach(detection -> found.add(new TrackerRun.Found(frame, detection)));
  }
}
