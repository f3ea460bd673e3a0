package io.vedette.offline;

import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.event.scene.TrackedFrame;
import io.vedette.geometry.Size;
import io.vedette.tracking.accuracy.MotFile;
import io.vedette.tracking.accuracy.TracedBox;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON lines for one file: one for each inferred picture's detections and, with tracking, one
 * for its tracks and one for each event. Confined to one thread.
 */
public final class FileReport {
  private final FileEvents events;
  private final OutputStream lines;
  private final OutputStream mot;
  private final @Nullable FileScene scene;

  /**
   * @param lines the output for lines of JSON; the caller closes it
   * @param mot tracks in the form of the MOT Challenge; stays the caller's
   * @param scene null when the file is not tracked
   */
  public FileReport(
      FileEvents events, OutputStream lines, OutputStream mot, @Nullable FileScene scene) {
    this.events = events;
    this.lines = lines;
    this.mot = mot;
    this.scene = scene;
  }

  /**
   * Writes the lines of a picture, and returns what to show from it on; empty when it was not
   * inferred.
   */
  public Optional<Drawing> add(SeenPicture seen) throws IOException {
    if (seen.objects().isEmpty()) {
      return Optional.empty();
    }
    FrameDetections detections = events.of(seen);
    line(DetectionJson.write(detections));
    if (scene == null) {
      return Optional.of(Drawing.of(seen.objects().get()));
    }
    List<SceneEvent> events = scene.add(detections);
    TrackedFrame frame = scene.frame(detections);
    line(frame.json());
    write(events);
    writeMot(frame);
    return Optional.of(scene.drawing(frame));
  }

  /** Writes the events of tracks that end with the file. */
  public void end() throws IOException {
    if (scene != null) {
      write(scene.end());
    }
  }

  private void write(List<SceneEvent> events) throws IOException {
    for (SceneEvent event : events) {
      line(SceneEventJson.write(event));
    }
  }

  private void line(byte[] json) throws IOException {
    lines.write(json);
    lines.write('\n');
  }

  private void writeMot(TrackedFrame frame) throws IOException {
    FrameReference shown = frame.origin().frame();
    Size picture = new Size(shown.width(), shown.height());
    int number = (int) shown.sequence() + 1; // counted from 1 there
    for (TrackedFrame.Tracked track : frame.tracks()) {
      TracedBox traced = new TracedBox(number, track.number(), track.box());
      String line = MotFile.line(traced, track.confidence(), picture);
      mot.write(line.getBytes(StandardCharsets.UTF_8));
    }
  }
}
