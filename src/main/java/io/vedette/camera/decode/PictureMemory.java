package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_default_get_buffer2;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_get_ref_count;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_buffer_size;

import io.vedette.camera.coded.HevcSequence;
import io.vedette.camera.report.CameraFailure;
import io.vedette.config.DataSize;
import io.vedette.picture.Opaques;
import io.vedette.text.Count;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The limited memory of the pictures that one decoder keeps: reference pictures and those not yet
 * output. Their number and size come from the stream, so each is checked before it is allocated.
 * Confined to one thread; caller closes, after the decoder.
 */
final class PictureMemory implements AutoCloseable {
  private static final Opaques<PictureMemory> ALL = new Opaques<>();
  private static final Allocator ALLOCATOR = new Allocator();
  private static final int ALIGNMENT = 32;

  // Beside a picture that others refer to, decoders keep its motion: up to half of its size.
  private static final double WITH_MOTION = 1.5;

  /** The bytes of a pixel in 4:2:0, with two samples of colour for four pixels. */
  private static final double LEAST_BYTES = 1.5;

  /**
   * The number of pictures besides those that a decoder keeps: output, being decoded, and free for
   * reuse.
   */
  private static final int UNDER_WAY = 3;

  private final Pointer opaque = ALL.add(this);
  private final DataSize most;
  private final double factor;
  private final List<Kept> kept = new ArrayList<>();
  private long held;
  private @Nullable CameraFailure refusal;

  /** A reference to a picture's first buffer, and the bytes counted for the picture. */
  private record Kept(AVBufferRef buffer, long bytes) {}

  PictureMemory(DataSize most, boolean isIntraOnly) {
    this.most = most;
    this.factor = isIntraOnly ? 1 : WITH_MOTION;
  }

  /**
   * Makes a decoder ask this for the memory of its pictures; to be called before the decoder is
   * opened.
   */
  void attachTo(AVCodecContext decoder) {
    decoder.opaque(opaque);
    decoder.get_buffer2(ALLOCATOR);
  }

  /**
   * Checks that a stream's pictures fit, before one is allocated.
   *
   * @param needs the pictures that the decoder keeps, as the stream declares
   * @throws CameraFailure when they do not
   */
  static void require(DataSize most, HevcSequence needs) {
    int pictures = needs.kept() + UNDER_WAY;
    double bytes = LEAST_BYTES * WITH_MOTION * needs.width() * needs.height() * pictures;
    if (bytes > most.bytes()) {
      throw new CameraFailure(
          CameraFailure.Reason.EXCESSIVE,
          "its decoder would keep %s of %dx%d; at most %s are kept (ingest.limits.picture-memory)"
              .formatted(
                  Count.pictures(pictures),
                  needs.width(),
                  needs.height(),
                  Count.bytes(most.bytes())));
    }
  }

  /** The largest number of pixels of a picture, for a decoder that keeps a number of pictures. */
  static long largestArea(DataSize most, int kept) {
    return (long) (most.bytes() / (LEAST_BYTES * WITH_MOTION * (kept + UNDER_WAY)));
  }

  /** Whether a picture was refused. */
  boolean isRefused() {
    return refusal != null;
  }

  /**
   * Ends the session once a picture was refused.
   *
   * @throws CameraFailure when one was
   */
  void check() {
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public void close() {
    kept.forEach(each -> av_buffer_unref(each.buffer()));
    kept.clear();
    ALL.remove(opaque);
  }

  private int allocate(AVCodecContext decoder, AVFrame frame, int flags) {
    forget();
    long bytes = bytes(frame);
    if (held + bytes > most.bytes()) {
      refusal =
          new CameraFailure(
              CameraFailure.Reason.EXCESSIVE,
              "its decoder keeps %s and wants one more of %dx%d; at most %s are kept (ingest.limits.picture-memory)"
                  .formatted(
                      Count.pictures(kept.size()),
                      frame.width(),
                      frame.height(),
                      Count.bytes(most.bytes())));
      return AVERROR_EXIT;
    }
    int code = avcodec_default_get_buffer2(decoder, frame, flags);
    AVBufferRef buffer = frame.buf(0);
    if (code >= 0 && buffer != null && !buffer.isNull()) {
      kept.add(new Kept(av_buffer_ref(buffer), bytes));
      held += bytes;
    }
    return code;
  }

  /** The bytes of a picture in the processor's memory; 0 where a device keeps it. */
  private long bytes(AVFrame frame) {
    // Negative where a device keeps it.
    int size = av_image_get_buffer_size(frame.format(), frame.width(), frame.height(), ALIGNMENT);
    return Math.round(Math.max(0, size) * factor);
  }

  /** Releases pictures that nothing else refers to any more. */
  private void forget() {
    for (Iterator<Kept> each = kept.iterator(); each.hasNext(); ) {
      Kept one = each.next();
      if (av_buffer_get_ref_count(one.buffer()) == 1) {
        av_buffer_unref(one.buffer());
        held -= one.bytes();
        each.remove();
      }
    }
  }

  /** One for all decoders; no exception may pass through FFmpeg. */
  private static final class Allocator
      extends AVCodecContext.Get_buffer2_AVCodecContext_AVFrame_int {
    private Allocator() {
      super(); // allocates the native side
    }

    @Override
    public int call(AVCodecContext decoder, AVFrame frame, int flags) {
      @Nullable PictureMemory asked = ALL.of(decoder.opaque());
      if (asked == null) {
        return AVERROR_EXIT;
      }
      try {
        return asked.allocate(decoder, frame, flags);
      } catch (RuntimeException | Error e) {
        return AVERROR_EXIT;
      }
    }
  }
}
