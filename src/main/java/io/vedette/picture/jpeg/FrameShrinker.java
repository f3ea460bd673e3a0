package io.vedette.picture.jpeg;

import io.vedette.frame.Frame;
import io.vedette.geometry.Size;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import java.util.Optional;

/** The encoding of pictures again, smaller, if they are too large for a record. Thread-safe. */
public final class FrameShrinker {
  private static final int QUALITY = 60;
  private static final int LEAST_SIDE = 64;

  private FrameShrinker() {}

  /** The frame with a JPEG of at most so many bytes; empty when no picture is left by then. */
  public static Optional<Frame> shrink(Frame frame, int maxBytes) {
    try (JpegDecoder decoder = new JpegDecoder();
        JpegEncoder encoder = new JpegEncoder(QUALITY);
        PictureScaler scaler = new PictureScaler();
        Picture picture = decoder.decode(frame.jpeg())) {
      Size size = picture.size();
      while (Math.min(size.width(), size.height()) >= LEAST_SIDE) {
        try (Picture scaled = scaler.scale(picture, size)) {
          byte[] jpeg = encoder.encode(scaled);
          if (jpeg.length <= maxBytes) {
            return Optional.of(frame.with(size, jpeg));
          }
        }
        size = new Size(size.width() * 3 / 4, size.height() * 3 / 4);
      }
      return Optional.empty();
    } catch (Failure e) {
      return Optional.empty();
    }
  }
}
