package io.vedette.offline;

import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.file.FileReason;
import io.vedette.picture.Annotator;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.picture.video.VideoWriter;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a file's pictures with detections drawn over them: an MP4, or a JPEG of the first one.
 * Boxes stay until they are replaced. Confined to one thread; caller closes, which ends the file.
 */
public final class AnnotatedCopy implements AutoCloseable {
  private static final int QUALITY = 92;
  private static final double USUAL_FPS = 25;

  private final Path path;
  private final double fps;
  private final boolean isVideo;
  private final Annotator annotator = new Annotator();
  private final PictureScaler scaler = new PictureScaler();
  private Drawing drawing = Drawing.NOTHING;
  private @Nullable VideoWriter video;
  private boolean isWritten;

  /**
   * @param path ends in {@code .mp4}, {@code .jpg} or {@code .jpeg}; a file that exists is replaced
   * @param fps pictures per second of the source; 0 when not known
   * @throws Failure of action STOP when the name ends in anything else
   */
  public AnnotatedCopy(Path path, double fps) {
    this.path = path;
    this.fps = fps > 0 ? fps : USUAL_FPS;
    String name = path.toString().toLowerCase(Locale.ROOT);
    this.isVideo = name.endsWith(".mp4");
    if (!isVideo && !name.endsWith(".jpg") && !name.endsWith(".jpeg")) {
      throw Failure.stop(
          "annotated copy " + path + ": expected a name that ends in .mp4 or .jpg; give one");
    }
  }

  /** Shows other things from the next picture on. */
  public void show(Drawing next) {
    drawing = next;
  }

  /**
   * Adds a picture.
   *
   * @throws Failure of action STOP when the file cannot be written
   */
  public void add(SeenPicture seen) {
    if (!isVideo && isWritten) {
      return;
    }
    DecodedPicture source = seen.picture();
    Canvas canvas = Canvas.of(source.picture(), scaler);
    annotator.outline(canvas, drawing.outlines());
    annotator.draw(canvas, drawing.marks());
    try (Picture drawn = canvas.toPicture()) {
      if (isVideo) {
        video(drawn).write(drawn, source.micros());
      } else {
        writeJpeg(drawn);
      }
    }
    isWritten = true;
  }

  @Override
  public void close() {
    scaler.close();
    if (video != null) {
      video.close();
    }
  }

  private VideoWriter video(Picture first) {
    if (video == null) {
      video = new VideoWriter(path, first.size(), fps);
    }
    return video;
  }

  private void writeJpeg(Picture drawn) {
    try (JpegEncoder encoder = new JpegEncoder(QUALITY)) {
      Files.write(path, encoder.encode(drawn));
    } catch (IOException e) {
      throw Failure.stop("picture " + path + " cannot be written: " + FileReason.of(e), e);
    }
  }
}
