package io.vedette.live;

import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.time.Instant;
import java.util.List;

/** Frames with real JPEGs, and detections whose one box tells the frame's number. */
final class TestPictures {
  static final Instant BEGIN = Instant.parse("2026-11-23T22:40:00Z");
  private static final Size LARGE = new Size(1280, 720);
  private static final double STEPS = 1000;

  private TestPictures() {}

  /** A frame of 1280 × 720, {@code number} × 200 ms after the begin. */
  static Frame frame(String camera, long number) {
    return frame(camera, number, BEGIN.plusMillis(number * 200));
  }

  static Frame frame(String camera, long number, Instant at) {
    return new Frame(
        new FrameId(camera, 1, number), at, CaptureClock.HOST, LARGE, JPEG, StageTimes.NONE);
  }

  static FrameDetections detections(Frame frame) {
    return new FrameDetections(
        frame.id().camera(),
        new FrameReference(
            frame.id().session(),
            frame.id().sequence(),
            frame.capturedAt(),
            "host",
            LARGE.width(),
            LARGE.height(),
            null),
        new ModelReference("test", "0123456789ab", "cpu"),
        FrameDetections.LIVE,
        List.of(new DetectedObject("person", 0, 0.5, box(frame.id().sequence()))),
        java.util.Map.of());
  }

  /** The number of the frame that a box was made for. */
  static long number(DetectedObject object) {
    return Math.round(object.box().x() * STEPS);
  }

  private static RelativeBox box(long number) {
    return new RelativeBox(number % STEPS / STEPS, 0, 0, 0);
  }

  private static final byte[] JPEG = jpeg();

  private static byte[] jpeg() {
    BufferedImage image =
        new BufferedImage(LARGE.width(), LARGE.height(), BufferedImage.TYPE_3BYTE_BGR);
    var graphics = image.createGraphics();
    for (int x = 0; x < LARGE.width(); x += 16) {
      graphics.setColor(new Color(x / 5 % 256, 255 - x / 5 % 256, x % 256));
      graphics.fillOval(x, x % 700, 60, 60);
    }
    graphics.dispose();
    try (JpegEncoder encoder = new JpegEncoder(80);
        Picture picture = Canvas.of(image).toPicture()) {
      return encoder.encode(picture);
    }
  }
}
