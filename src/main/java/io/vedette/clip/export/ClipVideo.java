package io.vedette.clip.export;

import io.vedette.clip.Clips;
import io.vedette.clip.pack.PackedFrame;
import io.vedette.frame.DetectedObject;
import io.vedette.picture.Annotator;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.video.VideoWriter;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The making of an MP4 of kept frames, each shown from its own capture time until that of the next.
 * Confined to one thread; caller closes.
 */
final class ClipVideo implements AutoCloseable {
  private static final double MICROS = 1e6;
  private static final int PERCENT = 100;

  private final Clips clips;
  private final JpegDecoder decoder = new JpegDecoder();
  private final PictureScaler scaler = new PictureScaler();
  private final Annotator annotator = new Annotator();

  ClipVideo(Clips clips) {
    this.clips = clips;
  }

  /**
   * Writes a video; pictures that are broken, or were deleted meanwhile, are left out.
   *
   * @param frames the frames, in their order
   * @param done receives the number of frames after each one
   * @return the number of its pictures
   * @throws Failure of action STOP when it cannot be written
   */
  int write(Path path, List<PackedFrame> frames, boolean boxes, IntConsumer done) {
    @Nullable VideoWriter writer = null;
    int written = 0;
    try {
      for (int i = 0; i < frames.size(); i++) {
        PackedFrame head = frames.get(i);
        @Nullable PackedFrame frame = clips.frame(head.id().camera(), head.at()).orElse(null);
        @Nullable Picture picture = frame == null ? null : picture(frame, boxes);
        if (picture != null) {
          try (picture) {
            if (writer == null) {
              writer = new VideoWriter(path, picture.size(), rate(frames));
            }
            writer.write(picture, head.at() - frames.get(0).at());
            written++;
          }
        }
        done.accept(i + 1);
      }
    } finally {
      if (writer != null) {
        writer.close();
      }
    }
    return written;
  }

  private static double rate(List<PackedFrame> frames) {
    long micros = frames.get(frames.size() - 1).at() - frames.get(0).at();
    return micros <= 0 ? 1 : (frames.size() - 1) / (micros / MICROS);
  }

  private @Nullable Picture picture(PackedFrame frame, boolean boxes) {
    List<DetectedObject> objects = frame.objects();
    try {
      Picture picture = decoder.decode(frame.jpeg());
      if (!boxes || objects == null || objects.isEmpty()) {
        return picture;
      }
      try (picture) {
        Canvas canvas = Canvas.of(picture, scaler);
        annotator.draw(canvas, objects.stream().map(ClipVideo::mark).toList());
        return canvas.toPicture();
      }
    } catch (Failure e) {
      if (e.action() == Failure.Action.SKIP) {
        return null;
      }
      throw e;
    }
  }

  private static Annotator.Mark mark(DetectedObject object) {
    long percent = Math.round(object.confidence() * PERCENT);
    return new Annotator.Mark(
        object.box(), object.label() + " " + percent + " %", object.classId());
  }

  @Override
  public void close() {
    decoder.close();
    scaler.close();
  }
}
